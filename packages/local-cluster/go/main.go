// Command sandlot-control-plane runs a real Kubernetes control plane in one
// process: etcd, kube-apiserver, kube-controller-manager, kube-scheduler, and
// simulated nodes on which pods become Ready.
//
// It prints one line of JSON on standard output, either
// {"ready": {"server": ..., "kubeconfig": ...}} or {"error": {"code": ..., "message": ...}},
// and nothing after it. Its log goes to standard error.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"k8s.io/klog/v2"
)

// stopTimeout is how long an orderly stop may take before the process ends anyway.
const stopTimeout = 15 * time.Second

func main() {
	dataDir := flag.String("data-dir", "", "folder that keeps etcd's data, certificates and the admin kubeconfig (required)")
	exitWithStdin := flag.Bool("exit-with-stdin", false, "stop when standard input closes, so that the process never outlives its parent")
	flag.Parse()

	ctx, cancel := context.WithCancel(context.Background())
	stopOnSignal(cancel)
	if *exitWithStdin {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			cancel()
		}()
	}
	context.AfterFunc(ctx, func() {
		time.Sleep(stopTimeout)
		klog.ErrorS(nil, "The control plane did not stop in time", "timeout", stopTimeout)
		os.Exit(1)
	})

	if err := run(ctx, *dataDir); err != nil {
		reportError(err)
		klog.ErrorS(err, "The control plane ended")
		klog.Flush()
		os.Exit(1)
	}
	klog.Flush()
}

// stopOnSignal cancels on the first SIGINT, SIGTERM or SIGHUP; a second one
// ends the process at once.
func stopOnSignal(cancel context.CancelFunc) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		<-signals
		signal.Reset()
		cancel()
	}()
}

func run(ctx context.Context, dataDir string) error {
	if dataDir == "" {
		return errors.New("--data-dir is missing: name the folder that keeps the control plane's data")
	}
	dataDir, err := filepath.Abs(dataDir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dataDir, 0o700); err != nil {
		return fmt.Errorf("the data folder can't be made: %w", err)
	}
	lock, err := lockDataDir(dataDir)
	if err != nil {
		return err
	}
	defer lock.Close()
	// Unix socket paths are limited to about 100 characters; relative ones
	// leave the length of the data folder's path out of it.
	if err := os.Chdir(dataDir); err != nil {
		return err
	}

	listener, err := listen(dataDir)
	if err != nil {
		return err
	}
	defer listener.Close()
	server := "https://" + listener.Addr().String()
	pki, err := ensurePKI(filepath.Join(dataDir, "pki"), time.Now())
	if err != nil {
		return fmt.Errorf("the certificates can't be written: %w", err)
	}
	kubeconfig := filepath.Join(dataDir, "admin.kubeconfig")
	if err := writeAdminKubeconfig(kubeconfig, server, pki); err != nil {
		return fmt.Errorf("the admin kubeconfig can't be written: %w", err)
	}

	stopEtcd, err := startEtcd(ctx, dataDir)
	if err != nil {
		return err
	}
	defer stopEtcd()

	components := newComponents()
	defer components.stop()
	if err := components.start(ctx, listener, pki, kubeconfig); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return nil
	}
	if err := reportReady(server, kubeconfig); err != nil {
		return err
	}
	return components.wait(ctx)
}

type readyMessage struct {
	Server     string `json:"server"`
	Kubeconfig string `json:"kubeconfig"`
}

type errorMessage struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func reportReady(server, kubeconfig string) error {
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"ready": readyMessage{server, kubeconfig}})
}

func reportError(err error) {
	code := "failed"
	switch {
	case errors.Is(err, errDataDirInUse):
		code = "in-use"
	case errors.Is(err, syscall.ENOSPC):
		code = "disk-full"
	}
	_ = json.NewEncoder(os.Stdout).Encode(map[string]any{"error": errorMessage{code, err.Error()}})
}

// Command sandlot-control-plane runs a real Kubernetes control plane in one
// process: etcd, kube-apiserver, kube-controller-manager, kube-scheduler, and
// simulated nodes on which pods become Ready.
//
//	sandlot-control-plane run --data-dir DIR [--exit-with-stdin]
//	sandlot-control-plane stop --data-dir DIR
//	sandlot-control-plane status --data-dir DIR
//
// Each prints one line of JSON on standard output: {"ready": {...}} once `run`
// can be used, {"stopped": true} where none runs (any more), or
// {"error": {"code": ..., "message": ...}}. The log goes to standard error.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
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
	err := command(os.Args[1:])
	if err != nil {
		reportError(err)
		klog.ErrorS(err, "The control plane ended")
	}
	klog.Flush()
	if err != nil {
		os.Exit(1)
	}
}

func command(arguments []string) error {
	if len(arguments) == 0 {
		return errors.New("a command is missing: run, stop or status")
	}
	flags := flag.NewFlagSet(arguments[0], flag.ContinueOnError)
	folder := flags.String("data-dir", "", "folder that keeps etcd's data, certificates and the admin kubeconfig (required)")
	exitWithStdin := flags.Bool("exit-with-stdin", false, "stop when standard input closes, so that the process never outlives its parent")
	authenticationConfig := flags.String("authentication-config", "", "AuthenticationConfiguration of kube-apiserver, by which it knows people by an identity provider as well")
	if err := flags.Parse(arguments[1:]); err != nil {
		return err
	}
	if *authenticationConfig != "" {
		path, err := filepath.Abs(*authenticationConfig)
		if err != nil {
			return err
		}
		*authenticationConfig = path
	}
	if *folder == "" {
		return errors.New("--data-dir is missing: name the folder that keeps the control plane's data")
	}
	dataDir, err := filepath.Abs(*folder)
	if err != nil {
		return err
	}
	switch arguments[0] {
	case "run":
		return run(contextUntilAsked(*exitWithStdin), dataDir, *authenticationConfig)
	case "stop":
		return stop(dataDir)
	case "status":
		return status(dataDir)
	default:
		return fmt.Errorf("%s is no command: use run, stop or status", arguments[0])
	}
}

// contextUntilAsked ends with the first signal or the end of standard input.
// The process ends soon after in any case.
func contextUntilAsked(exitWithStdin bool) context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	stopOnSignal(cancel)
	if exitWithStdin {
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
	return ctx
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

func run(ctx context.Context, dataDir, authenticationConfig string) error {
	if err := os.MkdirAll(dataDir, 0o700); err != nil {
		return fmt.Errorf("the data folder can't be made: %w", err)
	}
	lock, err := lockDataDir(dataDir)
	if err != nil {
		return err
	}
	defer lock.Close()
	// The log is of this run only; whoever started it opened it for appending.
	_ = os.Truncate(filepath.Join(dataDir, "control-plane.log"), 0)
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
	server := serverURL(listener.Addr().(*net.TCPAddr).Port)
	pki, err := ensurePKI(filepath.Join(dataDir, "pki"), time.Now())
	if err != nil {
		return fmt.Errorf("the certificates can't be written: %w", err)
	}
	kubeconfig := adminKubeconfig(dataDir)
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
	if err := components.start(ctx, listener, pki, kubeconfig, authenticationConfig); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return nil
	}
	if err := reportReady(os.Getpid(), server, kubeconfig); err != nil {
		return err
	}
	return components.wait(ctx)
}

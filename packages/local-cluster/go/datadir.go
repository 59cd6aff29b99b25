package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

var errDataDirInUse = errors.New("a control plane is already running on this data folder")

// lockDataDir takes the data folder for this process. The kernel lets go of the
// lock when the process ends in whatever way, so a stale lock can't exist.
func lockDataDir(dataDir string) (*os.File, error) {
	path := filepath.Join(dataDir, "lock")
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the data folder can't be used: %w", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		holder, _ := io.ReadAll(file)
		file.Close()
		return nil, fmt.Errorf("%w: %s (process %s). Stop it first, or use another data folder",
			errDataDirInUse, dataDir, strings.TrimSpace(string(holder)))
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("%s can't be locked: %w", path, err)
	}
	if err := file.Truncate(0); err != nil {
		return nil, err
	}
	if _, err := file.WriteString(strconv.Itoa(os.Getpid()) + "\n"); err != nil {
		return nil, err
	}
	return file, nil
}

// listen takes the port of the last run, so that kubeconfigs which were handed
// out stay good, or another one when somebody else has it by now.
func listen(dataDir string) (net.Listener, error) {
	path := filepath.Join(dataDir, "port")
	if last, err := os.ReadFile(path); err == nil {
		if listener, err := net.Listen("tcp", "127.0.0.1:"+strings.TrimSpace(string(last))); err == nil {
			return listener, nil
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("no port is free on 127.0.0.1: %w", err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	if err := writeFile(path, []byte(strconv.Itoa(port)+"\n")); err != nil {
		listener.Close()
		return nil, err
	}
	return listener, nil
}

// writeFile replaces a file whole, readable by its owner only.
func writeFile(path string, content []byte) error {
	temporary := path + ".new"
	if err := os.WriteFile(temporary, content, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}

package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

var errDataDirInUse = errors.New("a control plane is already running on this data folder")

func lockPath(dataDir string) string { return filepath.Join(dataDir, "lock") }

func adminKubeconfig(dataDir string) string { return filepath.Join(dataDir, "admin.kubeconfig") }

func serverURL(port int) string { return "https://127.0.0.1:" + strconv.Itoa(port) }

// lockDataDir takes the data folder for this process. The kernel lets go of the
// lock when the process ends in whatever way, so a stale lock can't exist, and
// knows who holds it.
func lockDataDir(dataDir string) (*os.File, error) {
	file, err := os.OpenFile(lockPath(dataDir), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the data folder can't be used: %w", err)
	}
	err = syscall.FcntlFlock(file.Fd(), syscall.F_SETLK, &syscall.Flock_t{Type: syscall.F_WRLCK})
	if err == nil {
		return file, nil
	}
	defer file.Close()
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EACCES) {
		pid, _ := lockHolder(file)
		return nil, fmt.Errorf("%w: %s (process %d). Stop it first, or use another data folder", errDataDirInUse, dataDir, pid)
	}
	return nil, fmt.Errorf("%s can't be locked: %w", file.Name(), err)
}

// lockHolder is the id of the process that holds the lock, or 0.
func lockHolder(file *os.File) (int, error) {
	lock := syscall.Flock_t{Type: syscall.F_WRLCK}
	if err := syscall.FcntlFlock(file.Fd(), syscall.F_GETLK, &lock); err != nil {
		return 0, fmt.Errorf("the lock %s can't be read: %w", file.Name(), err)
	}
	if lock.Type == syscall.F_UNLCK {
		return 0, nil
	}
	return int(lock.Pid), nil
}

// listen takes the port of the last run, so that kubeconfigs which were handed
// out stay good, or another one when somebody else has it by now.
func listen(dataDir string) (net.Listener, error) {
	if port, err := lastPort(dataDir); err == nil {
		if listener, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port)); err == nil {
			return listener, nil
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("no port is free on 127.0.0.1: %w", err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	if err := writeFile(filepath.Join(dataDir, "port"), []byte(strconv.Itoa(port)+"\n")); err != nil {
		listener.Close()
		return nil, err
	}
	return listener, nil
}

func lastPort(dataDir string) (int, error) {
	content, err := os.ReadFile(filepath.Join(dataDir, "port"))
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(content)))
}

// writeFile replaces a file whole, readable by its owner only.
func writeFile(path string, content []byte) error {
	temporary := path + ".new"
	if err := os.WriteFile(temporary, content, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}

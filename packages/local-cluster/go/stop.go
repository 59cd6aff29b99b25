package main

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// stop ends the control plane of a data folder and returns when it is gone.
func stop(dataDir string) error {
	pid, err := runningProcess(dataDir)
	if err != nil {
		return err
	}
	if pid == 0 {
		return reportStopped()
	}
	if err := syscall.Kill(pid, syscall.SIGTERM); err != nil && !errors.Is(err, syscall.ESRCH) {
		return fmt.Errorf("process %d can't be stopped: %w", pid, err)
	}
	for deadline := time.Now().Add(stopTimeout + 5*time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		holder, err := runningProcess(dataDir)
		if err != nil {
			return err
		}
		if holder != pid {
			return reportStopped()
		}
	}
	return fmt.Errorf("process %d does not stop: end it with kill -9 %d", pid, pid)
}

// status reports the control plane that runs on a data folder, or that none does.
func status(dataDir string) error {
	pid, err := runningProcess(dataDir)
	if err != nil {
		return err
	}
	if pid == 0 {
		return reportStopped()
	}
	port, err := lastPort(dataDir)
	if err != nil {
		return fmt.Errorf("process %d is only just starting: try again", pid)
	}
	return reportReady(pid, serverURL(port), adminKubeconfig(dataDir))
}

// runningProcess is the id of the process that runs on a data folder, or 0.
func runningProcess(dataDir string) (int, error) {
	file, err := os.OpenFile(lockPath(dataDir), os.O_RDWR, 0)
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("the data folder can't be read: %w", err)
	}
	defer file.Close()
	return lockHolder(file)
}

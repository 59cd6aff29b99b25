package main

import (
	"encoding/json"
	"errors"
	"os"
	"syscall"
)

type readyMessage struct {
	Pid        int    `json:"pid"`
	Server     string `json:"server"`
	Kubeconfig string `json:"kubeconfig"`
}

type errorMessage struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func reportReady(pid int, server, kubeconfig string) error {
	return report("ready", readyMessage{pid, server, kubeconfig})
}

func reportStopped() error {
	return report("stopped", true)
}

func reportError(err error) {
	code := "failed"
	switch {
	case errors.Is(err, errDataDirInUse):
		code = "in-use"
	case errors.Is(err, syscall.ENOSPC):
		code = "disk-full"
	}
	_ = report("error", errorMessage{code, err.Error()})
}

func report(name string, message any) error {
	return json.NewEncoder(os.Stdout).Encode(map[string]any{name: message})
}

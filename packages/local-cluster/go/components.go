package main

import (
	"context"
	"fmt"
	"net"
	"sync"
	"time"
)

// components are the parts above etcd. They stop in the reverse order of their
// start: what uses the API server before the API server.
type components struct {
	failed     chan error
	stopServer context.CancelFunc
	stopUsers  context.CancelFunc
	server     sync.WaitGroup
	users      sync.WaitGroup
}

func newComponents() *components {
	return &components{
		failed:     make(chan error, 4),
		stopServer: func() {},
		stopUsers:  func() {},
	}
}

// start returns once the cluster can be used: the API server is ready, the
// default service account is there, and pods can be scheduled.
func (c *components) start(ctx context.Context, listener net.Listener, pki *publicKeyInfrastructure, kubeconfig, authenticationConfig string) error {
	// The components' contexts aren't children of ctx: stop() ends them in order.
	serverContext, stopServer := context.WithCancel(context.WithoutCancel(ctx))
	c.stopServer = stopServer
	c.launch(serverContext, &c.server, "kube-apiserver", func(ctx context.Context) error {
		return runAPIServer(ctx, listener, pki, authenticationConfig)
	})
	client, err := newClient(kubeconfig)
	if err != nil {
		return err
	}
	if err := c.waitFor(ctx, "the API server", apiServerReady(client)); err != nil {
		return err
	}

	usersContext, stopUsers := context.WithCancel(context.WithoutCancel(ctx))
	c.stopUsers = stopUsers
	c.launch(usersContext, &c.users, "kube-controller-manager", func(ctx context.Context) error {
		return runControllerManager(ctx, pki, kubeconfig)
	})
	c.launch(usersContext, &c.users, "kube-scheduler", func(ctx context.Context) error {
		return runScheduler(ctx, kubeconfig)
	})
	c.launch(usersContext, &c.users, "the simulated nodes", func(ctx context.Context) error {
		return runSimulation(ctx, kubeconfig)
	})
	return c.waitFor(ctx, "the controllers and nodes", clusterUsable(client))
}

// launch runs a component until its context ends; an earlier end is a failure.
func (c *components) launch(ctx context.Context, group *sync.WaitGroup, name string, run func(context.Context) error) {
	group.Go(func() {
		err := run(ctx)
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			err = fmt.Errorf("it returned without being asked to")
		}
		c.failed <- fmt.Errorf("%s ended: %w", name, err)
	})
}

// wait blocks until ctx ends (no error) or a component does (its error).
func (c *components) wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-c.failed:
		return err
	}
}

func (c *components) waitFor(ctx context.Context, what string, ready func(context.Context) error) error {
	const limit = 90 * time.Second
	deadline := time.After(limit)
	for {
		err := ready(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case failure := <-c.failed:
			return failure
		case <-deadline:
			return fmt.Errorf("%s did not become ready within %s: %w", what, limit, err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (c *components) stop() {
	c.stopUsers()
	c.users.Wait()
	c.stopServer()
	c.server.Wait()
}

package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"

	"go.etcd.io/etcd/server/v3/embed"
)

// etcdEndpoint is a socket in the data folder: etcd holds every secret of the
// cluster, and the folder's mode keeps other users of the machine out.
const etcdEndpoint = "unix://etcd.sock"

// startEtcd starts etcd and waits until it serves. Writes are synced to disk,
// as in production: the data outlives a crash of the machine.
func startEtcd(ctx context.Context, dataDir string) (stop func(), err error) {
	config := embed.NewConfig()
	config.Dir = filepath.Join(dataDir, "etcd")
	config.Name = "local"
	config.ListenClientUrls = []url.URL{{Scheme: "unix", Host: "etcd.sock"}}
	config.ListenPeerUrls = []url.URL{{Scheme: "unix", Host: "etcd-peer.sock"}}
	// What a member advertises must be a host and port. Nobody dials these.
	config.AdvertiseClientUrls = []url.URL{{Scheme: "http", Host: "localhost:2379"}}
	config.AdvertisePeerUrls = []url.URL{{Scheme: "http", Host: "localhost:2380"}}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	config.WarningUnaryRequestDuration = embed.DefaultWarningUnaryRequestDuration
	config.LogLevel = "warn"
	config.LogOutputs = []string{"stderr"}

	server, err := embed.StartEtcd(config)
	if err != nil {
		return nil, fmt.Errorf("etcd can't start on %s: %w", config.Dir, err)
	}
	select {
	case <-server.Server.ReadyNotify():
		return server.Close, nil
	case err = <-server.Err():
	case <-ctx.Done():
		err = errors.New("stopped before it was ready")
	}
	server.Close()
	return nil, fmt.Errorf("etcd did not start on %s: %w", config.Dir, err)
}

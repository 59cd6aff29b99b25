package main

import (
	"context"
	"fmt"
	"net"
	"strconv"

	"github.com/spf13/pflag"
	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/client-go/rest"
	cliflag "k8s.io/component-base/cli/flag"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/cmd/kube-apiserver/app/options"
)

// runAPIServer runs kube-apiserver with its default admission plugins until ctx
// ends. With authenticationConfig, a file of that kind, it knows people by an
// identity provider as well. Its own command isn't used because that takes the process's signals.
func runAPIServer(ctx context.Context, listener net.Listener, pki *publicKeyInfrastructure, authenticationConfig string) error {
	server := options.NewServerRunOptions()
	arguments := []string{
		"--etcd-servers=" + etcdEndpoint,
		"--bind-address=127.0.0.1",
		"--secure-port=" + strconv.Itoa(listener.Addr().(*net.TCPAddr).Port),
		"--advertise-address=127.0.0.1",
		// A loopback address is no valid endpoint of the kubernetes service.
		"--endpoint-reconciler-type=none",
		"--tls-cert-file=" + pki.serverCert,
		"--tls-private-key-file=" + pki.serverKey,
		"--client-ca-file=" + pki.authorityCert,
		"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		"--service-account-key-file=" + pki.serviceAccountKey,
		"--service-account-signing-key-file=" + pki.serviceAccountKey,
		"--service-cluster-ip-range=10.96.0.0/16",
		"--authorization-mode=Node,RBAC",
		"--enable-admission-plugins=NodeRestriction",
		// As on most clusters: it is Pod Security that refuses privileged pods.
		"--allow-privileged=true",
		"--profiling=false",
	}
	if authenticationConfig != "" {
		arguments = append(arguments, "--authentication-config="+authenticationConfig)
	}
	if err := parseFlags(server.Flags(), arguments...); err != nil {
		return err
	}
	server.SecureServing.Listener = listener
	if err := server.GenericServerRunOptions.ComponentGlobalsRegistry.Set(); err != nil {
		return err
	}
	// The components' own use of old APIs is no news to whoever reads the log.
	rest.SetDefaultWarningHandler(rest.NoWarnings{})
	completed, err := server.Complete(ctx)
	if err != nil {
		return err
	}
	if errs := completed.Validate(); len(errs) > 0 {
		return utilerrors.NewAggregate(errs)
	}
	return app.Run(ctx, completed)
}

// parseFlags sets a component's options by the flags that its documentation names.
func parseFlags(sets cliflag.NamedFlagSets, arguments ...string) error {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	for _, set := range sets.FlagSets {
		flags.AddFlagSet(set)
	}
	if err := flags.Parse(arguments); err != nil {
		return fmt.Errorf("a component does not know a flag: %w", err)
	}
	return nil
}

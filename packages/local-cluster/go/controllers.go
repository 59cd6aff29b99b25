package main

import (
	"context"

	controllermanager "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	controllermanageroptions "k8s.io/kubernetes/cmd/kube-controller-manager/app/options"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	scheduleroptions "k8s.io/kubernetes/cmd/kube-scheduler/app/options"
)

// runControllerManager runs the controllers that are on by default until ctx ends.
func runControllerManager(ctx context.Context, pki *publicKeyInfrastructure, kubeconfig string) error {
	options, err := controllermanageroptions.NewKubeControllerManagerOptions()
	if err != nil {
		return err
	}
	known := controllermanager.KnownControllers()
	disabled := controllermanager.ControllersDisabledByDefault()
	aliases := controllermanager.ControllerAliases()
	err = parseFlags(options.Flags(known, disabled, aliases),
		"--kubeconfig="+kubeconfig,
		"--secure-port=0",
		"--leader-elect=false",
		"--service-account-private-key-file="+pki.serviceAccountKey,
		"--root-ca-file="+pki.authorityCert,
		"--cluster-signing-cert-file="+pki.authorityCert,
		"--cluster-signing-key-file="+pki.authorityKey,
		// With the default of 20 a namespace waits seconds for its service account.
		"--kube-api-qps=500",
		"--kube-api-burst=1000",
		"--controller-shutdown-timeout=2s",
		"--profiling=false",
	)
	if err != nil {
		return err
	}
	config, err := options.Config(ctx, known, disabled, aliases)
	if err != nil {
		return err
	}
	return controllermanager.Run(ctx, config.Complete())
}

// runScheduler runs kube-scheduler until ctx ends. Its own command isn't used
// because that takes the process's signals.
func runScheduler(ctx context.Context, kubeconfig string) error {
	options := scheduleroptions.NewOptions()
	err := parseFlags(*options.Flags,
		"--kubeconfig="+kubeconfig,
		"--secure-port=0",
		"--leader-elect=false",
		"--kube-api-qps=500",
		"--kube-api-burst=1000",
		"--profiling=false",
	)
	if err != nil {
		return err
	}
	config, instance, err := scheduler.Setup(ctx, options)
	if err != nil {
		return err
	}
	return scheduler.Run(ctx, config, instance)
}

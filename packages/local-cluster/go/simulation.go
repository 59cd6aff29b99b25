package main

import (
	"context"
	_ "embed"
	"fmt"
	"runtime"
	"strings"

	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/utils/clock"
	nodefast "sigs.k8s.io/kwok/kustomize/stage/node/fast"
	nodeheartbeat "sigs.k8s.io/kwok/kustomize/stage/node/heartbeat-with-lease"
	podfast "sigs.k8s.io/kwok/kustomize/stage/pod/fast"
	"sigs.k8s.io/kwok/pkg/apis/internalversion"
	"sigs.k8s.io/kwok/pkg/apis/v1alpha1"
	"sigs.k8s.io/kwok/pkg/kwok/controllers"
	"sigs.k8s.io/kwok/pkg/utils/client"
	"sigs.k8s.io/yaml"
)

// nodeNames are the simulated nodes. Two, so that spreading has somewhere to go.
var nodeNames = []string{"simulated-1", "simulated-2"}

const volumeProvisioner = "sandlot.dev/simulated-volume"

// volumeStages make a volume for each claim of the default storage class and
// remove it when it is released. Kubernetes' own controller does the binding.
//
//go:embed volumes.yaml
var volumeStages string

// runSimulation registers the nodes and plays the kubelet's part (by kwok)
// until ctx ends: pods that are bound become Ready, a Job's pods succeed, and
// pods that are being deleted go.
func runSimulation(ctx context.Context, kubeconfig string) error {
	clients, err := client.NewClientset("", kubeconfig)
	if err != nil {
		return err
	}
	config, err := clients.ToRESTConfig()
	if err != nil {
		return err
	}
	// No limit of our own; the API server has its own fairness.
	config.QPS = -1
	typedClient, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	restClient, err := rest.RESTClientFor(config)
	if err != nil {
		return err
	}
	dynamicClient, err := clients.ToDynamicClient()
	if err != nil {
		return err
	}
	restMapper, err := clients.ToRESTMapper()
	if err != nil {
		return err
	}
	stages, err := parseStages(
		nodefast.DefaultNodeInit, nodeheartbeat.DefaultNodeHeartbeatWithLease,
		podfast.DefaultPodReady, podfast.DefaultPodComplete, podfast.DefaultPodDelete,
		volumeStages,
	)
	if err != nil {
		return err
	}
	if err := createNodesAndStorageClass(ctx, typedClient); err != nil {
		return err
	}
	controller, err := controllers.NewController(controllers.Config{
		Clock:                      clock.RealClock{},
		DynamicClient:              dynamicClient,
		RESTClient:                 restClient,
		RESTMapper:                 restMapper,
		ImpersonatingDynamicClient: clients.ToImpersonatingDynamicClient(),
		ImpersonatingTypedClient:   clients.ToImpersonatingTypedClient(),
		TypedClient:                typedClient,
		ManageAllNodes:             true,
		CIDR:                       "10.244.0.1/16",
		NodeIP:                     "127.0.0.1",
		LocalStages:                stages,
		PodPlayStageParallelism:    4,
		NodePlayStageParallelism:   1,
		PodsOnNodeSyncParallelism:  2,
		NodeLeaseParallelism:       1,
		NodeLeaseDurationSeconds:   40,
		// The same at every start: another holder would have to wait until the
		// last run's lease is over.
		ID: "sandlot-local-cluster",
	})
	if err != nil {
		return err
	}
	if err := controller.Start(ctx); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

func parseStages(documents ...string) (map[internalversion.StageResourceRef][]*internalversion.Stage, error) {
	stages := map[internalversion.StageResourceRef][]*internalversion.Stage{}
	for _, document := range documents {
		for _, text := range strings.Split(document, "\n---\n") {
			stage := &v1alpha1.Stage{}
			if err := yaml.UnmarshalStrict([]byte(text), stage); err != nil {
				return nil, fmt.Errorf("a simulation stage can't be read: %w", err)
			}
			v1alpha1.SetObjectDefaults_Stage(stage)
			internal, err := internalversion.ConvertToInternalStage(stage)
			if err != nil {
				return nil, fmt.Errorf("simulation stage %s can't be used: %w", stage.Name, err)
			}
			stages[internal.Spec.ResourceRef] = append(stages[internal.Spec.ResourceRef], internal)
		}
	}
	return stages, nil
}

func createNodesAndStorageClass(ctx context.Context, client kubernetes.Interface) error {
	for _, name := range nodeNames {
		_, err := client.CoreV1().Nodes().Create(ctx, &corev1.Node{
			ObjectMeta: metav1.ObjectMeta{
				Name: name,
				Labels: map[string]string{
					corev1.LabelHostname:    name,
					corev1.LabelOSStable:    "linux",
					corev1.LabelArchStable:  runtime.GOARCH,
					"sandlot.dev/simulated": "true",
				},
			},
		}, metav1.CreateOptions{})
		if err != nil && !apierrors.IsAlreadyExists(err) {
			return err
		}
	}
	_, err := client.StorageV1().StorageClasses().Create(ctx, &storagev1.StorageClass{
		ObjectMeta: metav1.ObjectMeta{
			Name:        "standard",
			Annotations: map[string]string{"storageclass.kubernetes.io/is-default-class": "true"},
		},
		Provisioner: volumeProvisioner,
	}, metav1.CreateOptions{})
	if err != nil && !apierrors.IsAlreadyExists(err) {
		return err
	}
	return nil
}

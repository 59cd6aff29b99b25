export * from './Cluster';
export * from './ClusterError';
export * from './Clusters';
export * from './InMemoryCluster';
export * from './KubernetesCluster';
export * from './objectHealth';

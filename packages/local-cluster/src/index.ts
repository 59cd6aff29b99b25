/**
 * A real Kubernetes control plane on the developer's machine.
 *
 * @packageDocumentation
 */
export {
  buildControlPlane,
  isControlPlaneBuilt,
  type BuildControlPlaneOptions,
  type ProgressListener,
} from './buildControlPlane';
export { applyManifests } from './applyManifests';
export type { ClusterAccess } from './clusterAccess';
export type { ControlPlaneExit } from './ControlPlaneProcess';
export {
  findCluster,
  startDetachedCluster,
  stopDetachedCluster,
} from './detachedCluster';
export { GoToolchainError } from './goToolchain';
export { LocalCluster, type LocalClusterOptions } from './LocalCluster';
export type { ServiceAccountReference } from './writePortalKubeconfig';

import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { applyManifests } from './applyManifests';
import {
  ServiceAccountReference,
  writePortalKubeconfig,
} from './writePortalKubeconfig';

const PORTAL_CONTEXT = 'sandlot-local-portal';

/**
 * How to reach a cluster. The files hold credentials and have mode 0600.
 *
 * @public
 */
export interface ClusterAccess {
  /** URL of the API server, on 127.0.0.1. */
  server: string;
  /** Path of a kubeconfig that may do everything. */
  adminKubeconfig: string;
  adminContext: string;
  /** Path of the portal's own kubeconfig; there if a service account was named. */
  portalKubeconfig?: string;
  portalContext?: string;
}

/** Paths and names for a control plane that runs on `dataDir`. */
export function clusterAccess(
  dataDir: string,
  hasPortal: boolean,
): ClusterAccess {
  const adminKubeconfig = join(dataDir, 'admin.kubeconfig');
  const admin = new KubeConfig();
  admin.loadFromFile(adminKubeconfig);
  return {
    server: admin.getCurrentCluster()!.server,
    adminKubeconfig,
    adminContext: admin.getCurrentContext(),
    ...(hasPortal && {
      portalKubeconfig: portalKubeconfigPath(dataDir),
      portalContext: PORTAL_CONTEXT,
    }),
  };
}

/** Applies the manifests to a running control plane and writes the portal's kubeconfig. */
export async function prepareAccess(
  dataDir: string,
  options: {
    manifests?: string[];
    portalServiceAccount?: ServiceAccountReference;
  },
): Promise<ClusterAccess> {
  const { manifests = [], portalServiceAccount } = options;
  const access = clusterAccess(dataDir, portalServiceAccount !== undefined);
  await applyManifests(access.adminKubeconfig, manifests);
  if (portalServiceAccount) {
    await writePortalKubeconfig({
      adminKubeconfig: access.adminKubeconfig,
      serviceAccount: portalServiceAccount,
      context: PORTAL_CONTEXT,
      path: portalKubeconfigPath(dataDir),
    });
  }
  return access;
}

/** Where the portal's kubeconfig of a data folder is, or will be. */
export function portalKubeconfigPath(dataDir: string): string {
  return join(dataDir, 'portal.kubeconfig');
}

import path from 'node:path';
import type { LocalClusterOptions } from '@sandlot/local-cluster';
import fs from 'fs-extra';
import { fromRoot } from '../paths';

/** The portal's own account, as deploy/portal-rbac.yaml makes it. */
const PORTAL_SERVICE_ACCOUNT = {
  namespace: 'sandlot-system',
  name: 'sandlot-portal',
};

/** A local cluster as the portal wants it: with all that deploy/ holds but what is optional, in the order of names. */
export async function localClusterOptions(
  dataDir: string,
): Promise<LocalClusterOptions> {
  const deployDir = fromRoot('deploy');
  const names = await fs.readdir(deployDir);
  return {
    dataDir,
    manifests: names
      .filter(name => name.endsWith('.yaml'))
      .sort()
      .map(name => path.join(deployDir, name)),
    portalServiceAccount: PORTAL_SERVICE_ACCOUNT,
  };
}

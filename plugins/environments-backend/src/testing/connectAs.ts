import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { KubernetesConnection } from '../clusters/KubernetesConnection';

/**
 * Calls as somebody else, with nothing but their rights: an administrator's
 * kubeconfig that impersonates them. Groups of service accounts come by themselves.
 *
 * @param user - as Kubernetes sees them
 */
export async function connectAs(
  adminKubeconfig: string,
  user: string,
): Promise<KubernetesConnection> {
  const config = parse(await readFile(adminKubeconfig, 'utf8'));
  for (const one of config.users) {
    one.user.as = user;
  }
  const folder = await mkdtemp(join(tmpdir(), 'sandlot-as-'));
  try {
    const file = join(folder, 'kubeconfig');
    await writeFile(file, stringify(config), { mode: 0o600 });
    const connection = KubernetesConnection.fromKubeconfig({ file });
    // The file is read once more with the first call, and then no more.
    await connection.request({ method: 'GET', path: '/version' });
    return connection;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

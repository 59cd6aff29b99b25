import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import {
  OwnControlPlane,
  getTestControlPlane,
  startControlPlane,
} from '../testing/controlPlane';
import { serviceAccount } from './contract/manifests';
import { ClusterError } from './ClusterError';
import { KubernetesCluster } from './KubernetesCluster';
import { KubernetesConnection } from './KubernetesConnection';
import { until } from '../testing/until';

const ACCOUNTS = '/api/v1/namespaces/sandlot-system/serviceaccounts';

/** Each cluster has an account of its own, as docs/operations.md says how to give and take it. */
describe("the portal's account of a cluster", () => {
  jest.setTimeout(60_000);

  let second: OwnControlPlane;
  let admin: KubernetesConnection;
  let folder: string;

  beforeAll(async () => {
    second = await startControlPlane();
    admin = KubernetesConnection.fromKubeconfig({
      file: second.adminKubeconfig,
    });
    folder = await mkdtemp(join(tmpdir(), 'sandlot-account-'));
  }, 300_000);

  afterAll(async () => {
    await admin?.close();
    await second?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The second cluster's kubeconfig with another token, as a file. */
  async function write(name: string, token: string): Promise<string> {
    const config = parse(await readFile(second.portalKubeconfig, 'utf8'));
    config.users[0].user = { token };
    const file = join(folder, name);
    await writeFile(file, stringify(config), { mode: 0o600 });
    return file;
  }

  async function tokenIn(file: string): Promise<string> {
    return parse(await readFile(file, 'utf8')).users[0].user.token;
  }

  const open = (file: string) =>
    KubernetesCluster.fromKubeconfig({
      info: { name: 'second', title: 'Second', reality: 'simulated' },
      file,
    });

  it('is none on another cluster, though both have the same name', async () => {
    const first = await getTestControlPlane();
    const stranger = open(
      await write('stranger', await tokenIn(first.portalKubeconfig)),
    );
    await expect(stranger.listNamespaces()).rejects.toMatchObject({
      reason: 'Unauthorized',
    });
    await stranger.close();
  });

  it('is revoked by making it anew, and the portal goes on with a new token without a restart', async () => {
    const file = await write('portal', await tokenIn(second.portalKubeconfig));
    const portal = open(file);
    await portal.listNamespaces();

    await admin.request({
      method: 'DELETE',
      path: `${ACCOUNTS}/sandlot-portal`,
    });
    await admin.request({
      method: 'POST',
      path: ACCOUNTS,
      body: serviceAccount('sandlot-system', 'sandlot-portal'),
    });
    const refusal = () =>
      portal.listNamespaces().then(
        () => undefined,
        (error: ClusterError) => error.reason,
      );
    // The API server remembers for some seconds that it took a token.
    await until(async () => (await refusal()) === 'Unauthorized');

    const { status } = await admin.request<{ status: { token: string } }>({
      method: 'POST',
      path: `${ACCOUNTS}/sandlot-portal/token`,
      body: { spec: {} },
    });
    await write('portal', status.token);
    await expect(portal.listNamespaces()).resolves.toEqual([
      expect.objectContaining({ kind: 'Namespace' }),
    ]);
    await portal.close();
  });
});

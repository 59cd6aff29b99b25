import { createTwin } from '../testing/createTwinEngine';
import { ClusterError } from './ClusterError';
import { configMap, deployment, namespace } from './contract/manifests';
import { listContent } from './listContent';

describe('listContent', () => {
  async function makeHome() {
    const cluster = createTwin();
    const home = namespace('home');
    await cluster.createNamespace(home);
    await cluster.apply(configMap('home', 'settings'));
    await cluster.apply(deployment('home'));
    return cluster;
  }
  const kinds = [
    { apiVersion: 'v1', kind: 'ConfigMap' },
    { apiVersion: 'apps/v1', kind: 'Deployment' },
  ];

  it('does without a kind that may not be listed', async () => {
    const cluster = await makeHome();
    cluster.faults.failNext(
      { kind: 'ConfigMap' },
      new ClusterError('Refused', 'cannot list configmaps', { status: 403 }),
    );
    const content = await listContent(cluster, 'home', kinds);
    expect(content.map(({ kind }) => kind)).toEqual(['Deployment']);
    expect(await listContent(cluster, 'home', kinds)).toHaveLength(2);
  });

  it('says when the cluster does not answer, instead of finding nothing', async () => {
    const cluster = await makeHome();
    const error = new ClusterError('Unavailable', 'no route to host');
    cluster.faults.failNext({ kind: 'ConfigMap' }, error);
    await expect(listContent(cluster, 'home', kinds)).rejects.toBe(error);
  });
});

import { TestDatabases } from '@backstage/backend-test-utils';
import { KubernetesCluster } from '../../clusters/KubernetesCluster';
import { getTestControlPlane } from '../controlPlane';
import { connectionOf, createFaultEngine } from './createFaultEngine';
import { FreezingLab, freezeAt, freezingPlaces } from './freezeAt';
import { faultOperation } from './operations';
import { startVictimProcess } from './victimProcess';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

// Two processes on one PostgreSQL and one control plane. `./sandlot faults` stops one at every call.
describe('a worker that is stopped past its lease, and awake once another one is done', () => {
  let lab: FreezingLab;

  beforeAll(async () => {
    const connection = connectionOf(await databases.init('POSTGRES_18'));
    const kubeconfig = (await getTestControlPlane()).portalKubeconfig;
    const cluster = KubernetesCluster.fromKubeconfig({
      info: { name: 'local', title: 'Local', reality: 'simulated' },
      file: kubeconfig,
    });
    const backend = { connection, kubeconfig, leaseSeconds: 2 };
    lab = {
      rescuer: await createFaultEngine({ connection, cluster }),
      first: await startVictimProcess(backend),
      second: await startVictimProcess(backend),
    };
  }, 600_000);
  afterAll(async () => {
    await Promise.all([lab?.first.stop(), lab?.second.stop()]);
    await lab?.rescuer.stop();
  });

  const [committed, transaction, changed] = freezingPlaces;
  it.each([
    { kind: 'create', place: committed },
    { kind: 'create', place: transaction },
    { kind: 'create', place: changed },
    { kind: 'upgrade', place: committed },
    { kind: 'upgrade', place: changed },
    { kind: 'delete', place: committed },
    { kind: 'delete', place: changed },
  ] as const)(
    'writes nothing: $kind, $place.title',
    async ({ kind, place }) => {
      expect(await freezeAt(lab, faultOperation(kind), place, 1)).toEqual({
        isReached: true,
        breaches: [],
      });
    },
  );
});

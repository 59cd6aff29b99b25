import { TestDatabases } from '@backstage/backend-test-utils';
import { KubernetesCluster } from '../../clusters/KubernetesCluster';
import { KubernetesConnection } from '../../clusters/KubernetesConnection';
import { getTestControlPlane } from '../controlPlane';
import { connectionOf, createFaultEngine } from './createFaultEngine';
import { ScenarioLab } from './scenarios/Scenario';
import { auditRefused } from './scenarios/auditRefused';
import { staleLists } from './scenarios/staleLists';
import { stuckTerminating } from './scenarios/stuckTerminating';

jest.setTimeout(600_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

// The others take minutes: `./sandlot faults` runs them.
describe('faults that are not one call’s', () => {
  let lab: ScenarioLab;

  beforeAll(async () => {
    const connection = connectionOf(await databases.init('POSTGRES_18'));
    const { adminKubeconfig, portalKubeconfig } = await getTestControlPlane();
    const cluster = KubernetesCluster.fromKubeconfig({
      info: { name: 'local', title: 'Local', reality: 'simulated' },
      file: portalKubeconfig,
    });
    lab = {
      connection,
      kubeconfig: portalKubeconfig,
      admin: KubernetesConnection.fromKubeconfig({ file: adminKubeconfig }),
      rescuer: await createFaultEngine({ connection, cluster }),
    };
  });
  afterAll(async () => {
    await lab.rescuer.stop();
    await lab.admin.close();
  });

  it.each([auditRefused, staleLists, stuckTerminating])(
    '$title',
    async scenario => {
      expect((await scenario.run(lab)).breaches).toEqual([]);
    },
  );
});

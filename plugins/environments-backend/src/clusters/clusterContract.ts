/* eslint-disable jest/no-export -- one contract that several test files run */
import { randomUUID } from 'node:crypto';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { Cluster } from './Cluster';
import { ContractScope } from './contract/ContractScope';
import { describeAccess } from './contract/describeAccess';
import { describeChanges } from './contract/describeChanges';
import { describeFences } from './contract/describeFences';
import { describeNamespaces } from './contract/describeNamespaces';
import { describeObjects } from './contract/describeObjects';
import { describeSizes } from './contract/describeSizes';
import { namespace } from './contract/manifests';

export interface ClusterUnderTest {
  cluster: Cluster;
  editAs: ContractScope['editAs'];
  /** Lets a little time pass. */
  tick(): Promise<void>;
  close(): Promise<void>;
}

/** What every `Cluster` must do, told as tests. */
export function describeClusterContract(
  title: string,
  start: () => Promise<ClusterUnderTest>,
): void {
  describe(`${title} as a Cluster`, () => {
    jest.setTimeout(60_000);

    let test: ClusterUnderTest;
    const made: KubernetesObject[] = [];

    beforeAll(async () => {
      test = await start();
    }, 300_000);

    afterAll(async () => {
      for (const { metadata } of made) {
        await test.cluster.deleteNamespace(metadata.name, metadata.uid!);
      }
      await test?.close();
    });

    const scope: ContractScope = {
      get cluster() {
        return test.cluster;
      },
      made,
      editAs: (...edit) => test.editAs(...edit),
      async eventually(probe) {
        for (;;) {
          const result = await probe();
          if (result) {
            return result;
          }
          await test.tick();
        }
      },
      async makeNamespace(manifest = namespace(undefined, randomUUID())) {
        const created = await test.cluster.createNamespace(manifest);
        made.push(created);
        return created;
      },
    };

    describeNamespaces(scope);
    describeObjects(scope);
    describeChanges(scope);
    describeSizes(scope);
    describeFences(scope);
    describeAccess(scope);

    it('says where people reach it', () => {
      expect(scope.cluster.endpoint().server).toMatch(/^https:\/\//);
    });
  });
}

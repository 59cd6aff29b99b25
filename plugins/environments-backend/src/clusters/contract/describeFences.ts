/* eslint-disable jest/no-export -- part of a contract that several test files run */
import { referenceTo } from '../namespaces';
import { ContractScope } from './ContractScope';
import { configMap, deployment, namespace } from './manifests';

/** A change whose fence refuses is not made, and nothing else is. */
export function describeFences(scope: ContractScope): void {
  it('makes no change that its fence refuses, and says what the fence said', async () => {
    const { cluster } = scope;
    const { metadata } = await scope.makeNamespace();
    const web = await cluster.apply(deployment(metadata.name));
    const other = namespace();
    const refusal = new Error('too late');
    const fence = () => {
      throw refusal;
    };
    for (const change of [
      () => cluster.createNamespace(other, fence),
      () => cluster.apply(configMap(metadata.name, 'late'), fence),
      () =>
        cluster.resize(
          referenceTo(web),
          web.metadata.uid!,
          { replicas: 0 },
          fence,
        ),
      () => cluster.deleteObject(referenceTo(web), web.metadata.uid!, fence),
      () => cluster.deleteNamespace(metadata.name, metadata.uid!, fence),
    ]) {
      await expect(change()).rejects.toBe(refusal);
    }
    expect(await cluster.get(referenceTo(other))).toBeUndefined();
    expect(
      await cluster.get(referenceTo(configMap(metadata.name, 'late'))),
    ).toBeUndefined();
    const kept = await cluster.get(referenceTo(web));
    expect(kept?.metadata.deletionTimestamp).toBeUndefined();
    expect(kept?.spec).toMatchObject({ replicas: 1 });
    const home = { apiVersion: 'v1', kind: 'Namespace', name: metadata.name };
    expect(
      (await cluster.get(home))?.metadata.deletionTimestamp,
    ).toBeUndefined();
  });

  it('makes a change that its fence lets through, and asks it once', async () => {
    const { metadata } = await scope.makeNamespace();
    let asked = 0;
    const made = await scope.cluster.apply(
      configMap(metadata.name, 'early'),
      () => {
        asked += 1;
      },
    );
    expect(made.metadata.name).toBe('early');
    expect(asked).toBe(1);
  });
}

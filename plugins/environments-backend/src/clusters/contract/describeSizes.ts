/* eslint-disable jest/no-export -- part of a contract that several test files run */
import { randomUUID } from 'node:crypto';
import {
  FIELD_MANAGER,
  KubernetesObject,
} from '@sandlot/plugin-environments-node';
import { findDrift } from '../../domain/drift';
import { referenceTo } from '../namespaces';
import { HIBERNATION_MANAGER, WorkloadScale } from '../workloads';
import { ContractScope } from './ContractScope';
import { configMap, deployment, workloads } from './manifests';

/** Sizes of workloads: to nothing and back, of the object that is meant. */
export function describeSizes(scope: ContractScope): void {
  const none: Record<string, WorkloadScale> = {
    Deployment: { replicas: 0 },
    StatefulSet: { replicas: 0 },
    CronJob: { suspend: true },
    Job: { suspend: true },
  };

  it('gives each kind of workload no size, and its size again, without drift', async () => {
    const { metadata } = await scope.makeNamespace();
    for (const manifest of workloads(metadata.name)) {
      const { uid } = (await scope.cluster.apply(manifest)).metadata;
      const reference = referenceTo(manifest);
      const smallest = none[manifest.kind];
      const asleep = await scope.cluster.resize(reference, uid!, smallest);
      expect(asleep).toMatchObject({
        kind: manifest.kind,
        metadata: { uid },
        spec: smallest,
      });
      expect(managersOf(asleep!)).toEqual(
        expect.arrayContaining([FIELD_MANAGER, HIBERNATION_MANAGER]),
      );
      const size =
        'replicas' in smallest ? { replicas: 1 } : { suspend: false };
      await scope.cluster.resize(reference, uid!, size);
      const awake = await scope.cluster.get(reference);
      expect(awake?.spec).toMatchObject(size);
      expect(findDrift(manifest, awake)).toBeUndefined();
    }
  });

  it('leaves alone what has taken the name of the one that is meant', async () => {
    const { metadata } = await scope.makeNamespace();
    const manifest = deployment(metadata.name);
    const reference = referenceTo(manifest);
    const size = { replicas: 0 };
    expect(
      await scope.cluster.resize(reference, randomUUID(), size),
    ).toBeUndefined();

    await scope.cluster.apply(manifest);
    expect(
      await scope.cluster.resize(reference, randomUUID(), size),
    ).toBeUndefined();
    const present = await scope.cluster.get(reference);
    expect(present?.spec).toMatchObject({ replicas: 1 });
    expect(managersOf(present!)).not.toContain(HIBERNATION_MANAGER);
  });

  it('refuses a size that a kind does not have', async () => {
    const { metadata } = await scope.makeNamespace();
    const { uid } = (
      await scope.cluster.apply(configMap(metadata.name, 'settings'))
    ).metadata;
    for (const [object, size] of [
      [configMap(metadata.name, 'settings'), { replicas: 0 }],
      [deployment(metadata.name), { suspend: true }],
    ] as const) {
      await expect(
        scope.cluster.resize(referenceTo(object), uid!, size),
      ).rejects.toMatchObject({ name: 'ClusterError', reason: 'Refused' });
    }
  });
}

function managersOf({ metadata }: KubernetesObject): string[] {
  return (metadata.managedFields as { manager: string }[]).map(
    ({ manager }) => manager,
  );
}

/* eslint-disable jest/no-export -- part of a contract that several test files run */
import { randomUUID } from 'node:crypto';
import {
  LABEL_MANAGED_BY,
  LABEL_REQUEST,
  MANAGED_BY,
} from '@sandlot/plugin-environments-node';
import { objectHealth } from '../objectHealth';
import { referenceTo } from '../namespaces';
import { ContractScope } from './ContractScope';
import { configMap, namespace, quota, deployment } from './manifests';

/** Namespaces: made once, pinned by UID, gone with all that is in them. */
export function describeNamespaces(scope: ContractScope): void {
  it('creates a namespace, and gives it back to the request that made it', async () => {
    const manifest = namespace(undefined, randomUUID());
    const created = await scope.makeNamespace(manifest);
    expect(created.metadata.uid).toEqual(expect.any(String));
    expect(created.metadata.creationTimestamp).toEqual(expect.any(String));
    expect(created.status).toMatchObject({ phase: 'Active' });

    const again = await scope.cluster.createNamespace(manifest);
    expect(again.metadata.uid).toBe(created.metadata.uid);
  });

  it("does not adopt another request's namespace", async () => {
    const { metadata } = await scope.makeNamespace();
    for (const request of [randomUUID(), undefined]) {
      await expect(
        scope.cluster.createNamespace(namespace(metadata.name, request)),
      ).rejects.toMatchObject({
        name: 'ClusterError',
        reason: 'AlreadyExists',
        status: 409,
        message: `namespaces "${metadata.name}" already exists`,
      });
    }
  });

  it('applies a namespace only if its UID is named and right', async () => {
    const { metadata } = await scope.makeNamespace();
    const manifest = namespace(metadata.name, metadata.labels![LABEL_REQUEST]);
    await expect(scope.cluster.apply(manifest)).rejects.toMatchObject({
      reason: 'Refused',
    });

    manifest.metadata.annotations = { 'sandlot.dev/revision': 'changed' };
    manifest.metadata.uid = randomUUID();
    await expect(scope.cluster.apply(manifest)).rejects.toMatchObject({
      reason: 'Refused',
      status: 422,
      message: expect.stringContaining('metadata.uid: Invalid value'),
    });

    manifest.metadata.uid = metadata.uid;
    const applied = await scope.cluster.apply(manifest);
    expect(applied.metadata).toMatchObject({
      uid: metadata.uid,
      annotations: { 'sandlot.dev/revision': 'changed' },
    });
  });

  it('gives a namespace its default service account and a quota its status', async () => {
    const { metadata } = await scope.makeNamespace();
    const applied = await scope.cluster.apply(quota(metadata.name, '5'));
    await scope.eventually(() =>
      scope.cluster.get({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        name: 'default',
        namespace: metadata.name,
      }),
    );
    const counted = await scope.eventually(async () => {
      const object = await scope.cluster.get({
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        name: applied.metadata.name,
        namespace: metadata.name,
      });
      return objectHealth(object).health === 'Healthy' && object;
    });
    expect(counted.status).toMatchObject({
      hard: { configmaps: '5' },
      used: { configmaps: expect.any(String) },
    });
  });

  it('lists the namespaces that carry our label, and no others', async () => {
    const ours = await scope.cluster.createNamespace(namespace());
    scope.made.push(ours);
    const listed = await scope.cluster.listNamespaces();
    expect(listed).toContainEqual(
      expect.objectContaining({
        kind: 'Namespace',
        metadata: expect.objectContaining({ uid: ours.metadata.uid }),
      }),
    );
    for (const { metadata } of listed) {
      expect(metadata.labels).toMatchObject({
        [LABEL_MANAGED_BY]: MANAGED_BY,
      });
    }
  });

  it('deletes the namespace that is meant, with all that is in it', async () => {
    const { metadata } = await scope.makeNamespace();
    const reference = {
      apiVersion: 'v1',
      kind: 'Namespace',
      name: metadata.name,
    };
    await scope.cluster.apply(quota(metadata.name, '5'));

    await scope.cluster.deleteNamespace(metadata.name, randomUUID());
    const spared = await scope.cluster.get(reference);
    expect(spared?.status).toMatchObject({ phase: 'Active' });

    await scope.cluster.deleteNamespace(metadata.name, metadata.uid!);
    const terminating = await scope.cluster.get(reference);
    expect(terminating?.status).toMatchObject({ phase: 'Terminating' });
    expect(terminating?.metadata.deletionTimestamp).toBeDefined();
    await scope.cluster.deleteNamespace(metadata.name, metadata.uid!);
    await expect(
      scope.cluster.apply(deployment(metadata.name)),
    ).rejects.toMatchObject({
      reason: 'Refused',
      status: 403,
      message: expect.stringContaining('because it is being terminated'),
    });

    await scope.eventually(async () => !(await scope.cluster.get(reference)));
    await expect(
      scope.cluster.get({
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        name: 'limits',
        namespace: metadata.name,
      }),
    ).resolves.toBeUndefined();
    await scope.cluster.deleteNamespace(metadata.name, metadata.uid!);
  });

  it('keeps a namespace as long as something in it has a finalizer', async () => {
    const { metadata } = await scope.makeNamespace();
    const held = configMap(metadata.name, 'held');
    held.metadata.finalizers = ['example.com/keep'];
    const { uid } = (await scope.cluster.apply(held)).metadata;
    const home = { apiVersion: 'v1', kind: 'Namespace', name: metadata.name };
    const content = { apiVersion: 'v1', kind: 'ConfigMap' };

    await scope.cluster.deleteNamespace(metadata.name, metadata.uid!);
    await scope.eventually(async () => {
      const left = await scope.cluster.listInNamespace(metadata.name, content);
      return left.some(
        object =>
          object.metadata.uid === uid && object.metadata.deletionTimestamp,
      );
    });
    expect((await scope.cluster.get(home))?.status).toMatchObject({
      phase: 'Terminating',
    });
    await scope.editAs('keeper', referenceTo(held), object => {
      delete object.metadata.finalizers;
    });
    await scope.eventually(async () => !(await scope.cluster.get(home)));
  });
}

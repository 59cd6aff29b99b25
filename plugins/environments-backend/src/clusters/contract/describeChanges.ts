/* eslint-disable jest/no-export -- part of a contract that several test files run */
import { randomUUID } from 'node:crypto';
import {
  FIELD_MANAGER,
  KubernetesObject,
} from '@sandlot/plugin-environments-node';
import { findDrift } from '../../domain/drift';
import { referenceTo } from '../namespaces';
import { ContractScope } from './ContractScope';
import {
  namespace,
  configMap,
  quota,
  deployment,
  deploymentSpec,
} from './manifests';

/** What differs: dry runs, lists, edits by others, deletion of one object. */
export function describeChanges(scope: ContractScope): void {
  it('says what an apply would do, and does not do it', async () => {
    const { metadata } = await scope.makeNamespace();
    const reference = referenceTo(quota(metadata.name, '5'));
    const tried = await scope.cluster.dryRunApply(quota(metadata.name, '5'));
    expect(tried).toMatchObject({
      metadata: { name: 'limits', namespace: metadata.name },
      spec: { hard: { configmaps: '5' } },
    });
    expect(await scope.cluster.get(reference)).toBeUndefined();

    await scope.cluster.apply(quota(metadata.name, '5'));
    await expect(
      scope.cluster.dryRunApply(quota(metadata.name, '6')),
    ).resolves.toMatchObject({ spec: { hard: { configmaps: '6' } } });
    await expect(scope.cluster.get(reference)).resolves.toMatchObject({
      spec: { hard: { configmaps: '5' } },
    });

    const home = namespace(undefined, randomUUID());
    await scope.cluster.dryRunApply(home);
    expect(await scope.cluster.get(referenceTo(home))).toBeUndefined();
    await expect(
      scope.cluster.dryRunApply(quota(home.metadata.name, '5')),
    ).rejects.toMatchObject({ reason: 'Refused', status: 404 });
  });

  it('lists what is ours over all namespaces, with its field managers', async () => {
    const homes = [await scope.makeNamespace(), await scope.makeNamespace()];
    const kind = { apiVersion: 'v1', kind: 'ConfigMap' };
    const ours: KubernetesObject[] = [];
    for (const { metadata } of homes) {
      ours.push(await scope.cluster.apply(configMap(metadata.name, 'ours')));
      const unlabelled = configMap(metadata.name, 'unlabelled');
      delete unlabelled.metadata.labels;
      await scope.cluster.apply(unlabelled);
    }
    let seen = 0;
    const listed = await scope.cluster.listManaged(kind, {
      onPage: page => {
        seen += page.length;
      },
    });
    expect(seen).toBe(listed.length);
    for (const { metadata } of ours) {
      const found = listed.find(object => object.metadata.uid === metadata.uid);
      expect(found).toMatchObject({ ...kind, data: { color: 'blue' } });
      expect(found!.metadata.managedFields).toContainEqual(
        expect.objectContaining({
          manager: FIELD_MANAGER,
          operation: 'Apply',
          time: expect.any(String),
          fieldsV1: expect.objectContaining({
            'f:data': expect.objectContaining({ 'f:color': {} }),
          }),
        }),
      );
    }
    expect(
      listed.filter(({ metadata }) => metadata.name === 'unlabelled'),
    ).toEqual([]);

    const [{ metadata }] = homes;
    const inside = await scope.cluster.listInNamespace(metadata.name, kind);
    expect(inside.map(object => object.metadata.name)).toEqual(
      expect.arrayContaining(['ours', 'unlabelled']),
    );
    expect(
      inside.every(object => object.metadata.namespace === metadata.name),
    ).toBe(true);
  });

  it('shows what somebody else has changed, until it is applied again', async () => {
    const { metadata } = await scope.makeNamespace();
    const manifest = deployment(metadata.name);
    manifest.metadata.labels = { tier: 'front', color: 'blue' };
    const reference = referenceTo(manifest);
    await scope.cluster.apply(manifest);
    const drift = async () =>
      findDrift(manifest, await scope.cluster.get(reference));
    expect(await drift()).toBeUndefined();

    await scope.editAs('kubectl-edit', reference, object => {
      object.metadata.labels!.tier = 'back';
      delete object.metadata.labels!.color;
      object.metadata.annotations = {
        ...object.metadata.annotations,
        note: 'theirs',
      };
      const { template } = object.spec as ReturnType<typeof deploymentSpec>;
      template.spec.containers[0].image = 'registry.invalid/web:2';
      Object.assign(template.spec.containers[0], {
        env: [{ name: 'LEVEL', value: 'debug' }],
      });
    });
    const by = {
      manager: 'kubectl-edit',
      operation: 'Update',
      time: expect.any(String),
    };
    expect(await drift()).toEqual({
      missing: false,
      fields: [
        {
          path: '/metadata/labels/tier',
          expected: 'front',
          actual: 'back',
          ...by,
        },
        {
          path: '/metadata/labels/color',
          expected: 'blue',
          ...by,
          guessed: true,
        },
        {
          path: '/spec/template/spec/containers/0/image',
          expected: 'registry.invalid/web:1',
          actual: 'registry.invalid/web:2',
          ...by,
        },
      ],
    });

    const applied = await scope.cluster.apply(manifest);
    expect(findDrift(manifest, applied)).toBeUndefined();
    expect(applied.metadata.annotations).toMatchObject({ note: 'theirs' });
    expect(applied.spec).toMatchObject({
      template: { spec: { containers: [{ env: [{ name: 'LEVEL' }] }] } },
    });

    await scope.cluster.deleteObject(reference, applied.metadata.uid!);
    await scope.eventually(async () => (await drift())?.missing);
  });

  it('takes back what a manifest no longer names', async () => {
    const { metadata } = await scope.makeNamespace();
    const before = configMap(metadata.name, 'settings');
    before.data = { color: 'blue', size: 'small' };
    await scope.cluster.apply(before);
    const applied = await scope.cluster.apply(
      configMap(metadata.name, 'settings'),
    );
    expect(applied.data).toEqual({ color: 'blue' });
  });

  it('deletes the object that is meant, and no other of its name', async () => {
    const { metadata } = await scope.makeNamespace();
    const manifest = configMap(metadata.name, 'settings');
    const reference = referenceTo(manifest);
    const { metadata: first } = await scope.cluster.apply(manifest);
    await scope.cluster.deleteObject(reference, randomUUID());
    expect(await scope.cluster.get(reference)).toBeDefined();

    await scope.cluster.deleteObject(reference, first.uid!);
    await scope.eventually(async () => !(await scope.cluster.get(reference)));
    await scope.cluster.deleteObject(reference, first.uid!);

    const { metadata: second } = await scope.cluster.apply(manifest);
    await scope.cluster.deleteObject(reference, first.uid!);
    expect((await scope.cluster.get(reference))?.metadata.uid).toBe(second.uid);
    await expect(
      scope.cluster.deleteObject(
        { apiVersion: 'v1', kind: 'Namespace', name: metadata.name },
        metadata.uid!,
      ),
    ).rejects.toMatchObject({ reason: 'Refused' });
  });
}

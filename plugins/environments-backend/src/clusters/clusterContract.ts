/* eslint-disable jest/no-export -- one contract that several test files run */
import { randomUUID } from 'node:crypto';
import {
  FIELD_MANAGER,
  KubernetesObject,
  LABEL_MANAGED_BY,
  LABEL_REQUEST,
  MANAGED_BY,
  OWNER_CLUSTER_ROLE,
  OWNER_SERVICE_ACCOUNT,
  VIEWER_CLUSTER_ROLE,
  VIEWER_SERVICE_ACCOUNT,
} from '@sandlot/plugin-environments-node';
import { findDrift } from '../domain/drift';
import { AccessQuestion, Cluster, ObjectReference } from './Cluster';
import { referenceTo } from './namespaces';
import { objectHealth } from './objectHealth';

export interface ClusterUnderTest {
  cluster: Cluster;
  /** An edit by somebody else, past the portal. */
  editAs(
    manager: string,
    reference: ObjectReference,
    change: (object: KubernetesObject) => void,
  ): Promise<void>;
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
    let cluster: Cluster;
    const made: KubernetesObject[] = [];

    beforeAll(async () => {
      test = await start();
      cluster = test.cluster;
    }, 300_000);

    afterAll(async () => {
      for (const { metadata } of made) {
        await cluster.deleteNamespace(metadata.name, metadata.uid!);
      }
      await test?.close();
    });

    async function eventually<T>(
      probe: () => Promise<T | undefined | false>,
    ): Promise<T> {
      for (;;) {
        const result = await probe();
        if (result) {
          return result;
        }
        await test.tick();
      }
    }

    async function makeNamespace(
      manifest = namespace(undefined, randomUUID()),
    ) {
      const created = await cluster.createNamespace(manifest);
      made.push(created);
      return created;
    }

    it('creates a namespace, and gives it back to the request that made it', async () => {
      const manifest = namespace(undefined, randomUUID());
      const created = await makeNamespace(manifest);
      expect(created.metadata.uid).toEqual(expect.any(String));
      expect(created.metadata.creationTimestamp).toEqual(expect.any(String));
      expect(created.status).toMatchObject({ phase: 'Active' });

      const again = await cluster.createNamespace(manifest);
      expect(again.metadata.uid).toBe(created.metadata.uid);
    });

    it("does not adopt another request's namespace", async () => {
      const { metadata } = await makeNamespace();
      for (const request of [randomUUID(), undefined]) {
        await expect(
          cluster.createNamespace(namespace(metadata.name, request)),
        ).rejects.toMatchObject({
          name: 'ClusterError',
          reason: 'AlreadyExists',
          status: 409,
          message: `namespaces "${metadata.name}" already exists`,
        });
      }
    });

    it('applies a namespace only if its UID is named and right', async () => {
      const { metadata } = await makeNamespace();
      const manifest = namespace(
        metadata.name,
        metadata.labels![LABEL_REQUEST],
      );
      await expect(cluster.apply(manifest)).rejects.toMatchObject({
        reason: 'Refused',
      });

      manifest.metadata.annotations = { 'sandlot.dev/revision': 'changed' };
      manifest.metadata.uid = randomUUID();
      await expect(cluster.apply(manifest)).rejects.toMatchObject({
        reason: 'Refused',
        status: 422,
        message: expect.stringContaining('metadata.uid: Invalid value'),
      });

      manifest.metadata.uid = metadata.uid;
      const applied = await cluster.apply(manifest);
      expect(applied.metadata).toMatchObject({
        uid: metadata.uid,
        annotations: { 'sandlot.dev/revision': 'changed' },
      });
    });

    it('gives a namespace its default service account and a quota its status', async () => {
      const { metadata } = await makeNamespace();
      const applied = await cluster.apply(quota(metadata.name, '5'));
      await eventually(() =>
        cluster.get({
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          name: 'default',
          namespace: metadata.name,
        }),
      );
      const counted = await eventually(async () => {
        const object = await cluster.get({
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

    it('applies a workload right after the quota that counts it', async () => {
      const { metadata } = await makeNamespace();
      for (let round = 1; round <= 5; round += 1) {
        const limits = quota(metadata.name, '5');
        limits.metadata.name = `limits-${round}`;
        limits.spec = { hard: { services: String(round + 5) } };
        await cluster.apply(limits);
        const applied = await cluster.apply({
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: `web-${round}`, namespace: metadata.name },
          spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
        });
        expect(applied.metadata.uid).toEqual(expect.any(String));
      }
    });

    it('applies the same object again and again', async () => {
      const { metadata } = await makeNamespace();
      const first = await cluster.apply(quota(metadata.name, '5'));
      const again = await cluster.apply(quota(metadata.name, '5'));
      expect(again.metadata.uid).toBe(first.metadata.uid);

      const changed = await cluster.apply(quota(metadata.name, '6'));
      expect(changed.metadata.uid).toBe(first.metadata.uid);
      expect(changed.spec).toEqual({ hard: { configmaps: '6' } });
    });

    it('makes workloads that become healthy', async () => {
      const { metadata } = await makeNamespace();
      const applied = await cluster.apply(deployment(metadata.name));
      expect(objectHealth(applied).health).toBe('Progressing');
      await eventually(async () => {
        const object = await cluster.get({
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: 'web',
          namespace: metadata.name,
        });
        return objectHealth(object).health === 'Healthy';
      });
    });

    it('says what an apply would do, and does not do it', async () => {
      const { metadata } = await makeNamespace();
      const reference = referenceTo(quota(metadata.name, '5'));
      const tried = await cluster.dryRunApply(quota(metadata.name, '5'));
      expect(tried).toMatchObject({
        metadata: { name: 'limits', namespace: metadata.name },
        spec: { hard: { configmaps: '5' } },
      });
      expect(await cluster.get(reference)).toBeUndefined();

      await cluster.apply(quota(metadata.name, '5'));
      await expect(
        cluster.dryRunApply(quota(metadata.name, '6')),
      ).resolves.toMatchObject({ spec: { hard: { configmaps: '6' } } });
      await expect(cluster.get(reference)).resolves.toMatchObject({
        spec: { hard: { configmaps: '5' } },
      });

      const home = namespace(undefined, randomUUID());
      await cluster.dryRunApply(home);
      expect(await cluster.get(referenceTo(home))).toBeUndefined();
      await expect(
        cluster.dryRunApply(quota(home.metadata.name, '5')),
      ).rejects.toMatchObject({ reason: 'Refused', status: 404 });
    });

    it('lists what is ours over all namespaces, with its field managers', async () => {
      const homes = [await makeNamespace(), await makeNamespace()];
      const kind = { apiVersion: 'v1', kind: 'ConfigMap' };
      const ours: KubernetesObject[] = [];
      for (const { metadata } of homes) {
        ours.push(await cluster.apply(configMap(metadata.name, 'ours')));
        const unlabelled = configMap(metadata.name, 'unlabelled');
        delete unlabelled.metadata.labels;
        await cluster.apply(unlabelled);
      }
      let seen = 0;
      const listed = await cluster.listManaged(kind, {
        onPage: page => {
          seen += page.length;
        },
      });
      expect(seen).toBe(listed.length);
      for (const { metadata } of ours) {
        const found = listed.find(
          object => object.metadata.uid === metadata.uid,
        );
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
      const inside = await cluster.listInNamespace(metadata.name, kind);
      expect(inside.map(object => object.metadata.name)).toEqual(
        expect.arrayContaining(['ours', 'unlabelled']),
      );
      expect(
        inside.every(object => object.metadata.namespace === metadata.name),
      ).toBe(true);
    });

    it('shows what somebody else has changed, until it is applied again', async () => {
      const { metadata } = await makeNamespace();
      const manifest = deployment(metadata.name);
      manifest.metadata.labels = { tier: 'front', color: 'blue' };
      const reference = referenceTo(manifest);
      await cluster.apply(manifest);
      const drift = async () =>
        findDrift(manifest, await cluster.get(reference));
      expect(await drift()).toBeUndefined();

      await test.editAs('kubectl-edit', reference, object => {
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

      const applied = await cluster.apply(manifest);
      expect(findDrift(manifest, applied)).toBeUndefined();
      expect(applied.metadata.annotations).toMatchObject({ note: 'theirs' });
      expect(applied.spec).toMatchObject({
        template: { spec: { containers: [{ env: [{ name: 'LEVEL' }] }] } },
      });

      await cluster.deleteObject(reference, applied.metadata.uid!);
      await eventually(async () => (await drift())?.missing);
    });

    it('takes back what a manifest no longer names', async () => {
      const { metadata } = await makeNamespace();
      const before = configMap(metadata.name, 'settings');
      before.data = { color: 'blue', size: 'small' };
      await cluster.apply(before);
      const applied = await cluster.apply(configMap(metadata.name, 'settings'));
      expect(applied.data).toEqual({ color: 'blue' });
    });

    it('deletes the object that is meant, and no other of its name', async () => {
      const { metadata } = await makeNamespace();
      const manifest = configMap(metadata.name, 'settings');
      const reference = referenceTo(manifest);
      const { metadata: first } = await cluster.apply(manifest);
      await cluster.deleteObject(reference, randomUUID());
      expect(await cluster.get(reference)).toBeDefined();

      await cluster.deleteObject(reference, first.uid!);
      await eventually(async () => !(await cluster.get(reference)));
      await cluster.deleteObject(reference, first.uid!);

      const { metadata: second } = await cluster.apply(manifest);
      await cluster.deleteObject(reference, first.uid!);
      expect((await cluster.get(reference))?.metadata.uid).toBe(second.uid);
      await expect(
        cluster.deleteObject(
          { apiVersion: 'v1', kind: 'Namespace', name: metadata.name },
          metadata.uid!,
        ),
      ).rejects.toMatchObject({ reason: 'Refused' });
    });

    it('tells whether pod security lets a privileged pod in', async () => {
      const { metadata } = await makeNamespace();
      await eventually(() =>
        cluster.get({
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          name: 'default',
          namespace: metadata.name,
        }),
      );
      await expect(
        cluster.tryPrivilegedPod(metadata.name),
      ).resolves.toMatchObject({
        refused: true,
        message: expect.stringContaining(
          'violates PodSecurity "restricted:latest": privileged',
        ),
      });
      await expect(
        cluster.listInNamespace(metadata.name, {
          apiVersion: 'v1',
          kind: 'Pod',
        }),
      ).resolves.toEqual([]);
      await expect(
        cluster.tryPrivilegedPod('sandlot-nowhere'),
      ).rejects.toMatchObject({ name: 'ClusterError', reason: 'Refused' });
    });

    it('refuses what has no place', async () => {
      await expect(
        cluster.apply(quota('sandlot-nowhere', '5')),
      ).rejects.toMatchObject({
        name: 'ClusterError',
        reason: 'Refused',
        status: 404,
        message: 'namespaces "sandlot-nowhere" not found',
      });
      await expect(
        cluster.apply({
          apiVersion: 'v1',
          kind: 'Node',
          metadata: { name: 'mine' },
        }),
      ).rejects.toMatchObject({
        name: 'ClusterError',
        reason: 'Refused',
        message: expect.stringContaining('does not handle Node of v1'),
      });
    });

    it('finds nothing where nothing is', async () => {
      const { metadata } = await makeNamespace();
      for (const where of [metadata.name, 'sandlot-nowhere']) {
        await expect(
          cluster.get({
            apiVersion: 'v1',
            kind: 'ConfigMap',
            name: 'absent',
            namespace: where,
          }),
        ).resolves.toBeUndefined();
      }
    });

    it('lists the namespaces that carry our label, and no others', async () => {
      const ours = await cluster.createNamespace(namespace());
      made.push(ours);
      const listed = await cluster.listNamespaces();
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
      const { metadata } = await makeNamespace();
      const reference = {
        apiVersion: 'v1',
        kind: 'Namespace',
        name: metadata.name,
      };
      await cluster.apply(quota(metadata.name, '5'));

      await cluster.deleteNamespace(metadata.name, randomUUID());
      const spared = await cluster.get(reference);
      expect(spared?.status).toMatchObject({ phase: 'Active' });

      await cluster.deleteNamespace(metadata.name, metadata.uid!);
      const terminating = await cluster.get(reference);
      expect(terminating?.status).toMatchObject({ phase: 'Terminating' });
      expect(terminating?.metadata.deletionTimestamp).toBeDefined();
      await cluster.deleteNamespace(metadata.name, metadata.uid!);
      await expect(
        cluster.apply(deployment(metadata.name)),
      ).rejects.toMatchObject({
        reason: 'Refused',
        status: 403,
        message: expect.stringContaining('because it is being terminated'),
      });

      await eventually(async () => !(await cluster.get(reference)));
      await expect(
        cluster.get({
          apiVersion: 'v1',
          kind: 'ResourceQuota',
          name: 'limits',
          namespace: metadata.name,
        }),
      ).resolves.toBeUndefined();
      await cluster.deleteNamespace(metadata.name, metadata.uid!);
    });

    it('lets owners work, viewers look, and nobody beyond the namespace', async () => {
      const { metadata } = await makeNamespace();
      const neighbour = await makeNamespace();
      for (const [account, role] of [
        [OWNER_SERVICE_ACCOUNT, OWNER_CLUSTER_ROLE],
        [VIEWER_SERVICE_ACCOUNT, VIEWER_CLUSTER_ROLE],
      ]) {
        await cluster.apply(serviceAccount(metadata.name, account));
        await cluster.apply(roleBinding(metadata.name, account, role));
      }
      const as = (account: string, question: Partial<AccessQuestion>) =>
        cluster.isAllowed({
          user: `system:serviceaccount:${metadata.name}:${account}`,
          groups: [
            'system:serviceaccounts',
            `system:serviceaccounts:${metadata.name}`,
            'system:authenticated',
          ],
          verb: 'create',
          group: '',
          resource: 'pods',
          namespace: metadata.name,
          ...question,
        });

      const owner = (question: Partial<AccessQuestion>) =>
        as(OWNER_SERVICE_ACCOUNT, question);
      // The authorizer learns of a binding a little after it is made.
      await eventually(() => owner({}));
      await expect(
        owner({ group: 'apps', resource: 'deployments' }),
      ).resolves.toBe(true);
      await expect(owner({ subresource: 'exec' })).resolves.toBe(true);
      await expect(owner({ verb: 'get', resource: 'secrets' })).resolves.toBe(
        true,
      );
      await expect(owner({ resource: 'resourcequotas' })).resolves.toBe(false);
      await expect(
        owner({
          group: 'rbac.authorization.k8s.io',
          resource: 'rolebindings',
        }),
      ).resolves.toBe(false);
      await expect(
        owner({ resource: 'serviceaccounts', subresource: 'token' }),
      ).resolves.toBe(false);
      await expect(owner({ namespace: neighbour.metadata.name })).resolves.toBe(
        false,
      );
      await expect(owner({ namespace: undefined })).resolves.toBe(false);

      const viewer = (question: Partial<AccessQuestion>) =>
        as(VIEWER_SERVICE_ACCOUNT, question);
      await eventually(() => viewer({ verb: 'list' }));
      await expect(viewer({})).resolves.toBe(false);
      await expect(viewer({ verb: 'get', resource: 'secrets' })).resolves.toBe(
        false,
      );
    });

    it('makes tokens for the service accounts of people', async () => {
      const { metadata } = await makeNamespace();
      await cluster.apply(serviceAccount(metadata.name, OWNER_SERVICE_ACCOUNT));
      const before = Date.now();
      const { token, expiresAt } = await cluster.createToken(
        metadata.name,
        OWNER_SERVICE_ACCOUNT,
        3600,
      );
      expect(token.length).toBeGreaterThan(20);
      expect(Math.abs(expiresAt.getTime() - before - 3600_000)).toBeLessThan(
        60_000,
      );

      await expect(
        cluster.createToken(metadata.name, VIEWER_SERVICE_ACCOUNT, 3600),
      ).rejects.toMatchObject({
        reason: 'Refused',
        status: 404,
        message: `serviceaccounts "${VIEWER_SERVICE_ACCOUNT}" not found`,
      });
      await expect(
        cluster.createToken(metadata.name, OWNER_SERVICE_ACCOUNT, 60),
      ).rejects.toMatchObject({
        reason: 'Refused',
        status: 422,
        message: expect.stringContaining('10 minutes'),
      });
    });

    it('says where people reach it', () => {
      expect(cluster.endpoint().server).toMatch(/^https:\/\//);
    });
  });
}

/** A Namespace as the portal may make it. */
export function namespace(
  name = `contract-${randomUUID().slice(0, 8)}`,
  request?: string,
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: {
        [LABEL_MANAGED_BY]: MANAGED_BY,
        'pod-security.kubernetes.io/enforce': 'restricted',
        ...(request && { [LABEL_REQUEST]: request }),
      },
    },
  };
}

function configMap(home: string, name: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace: home,
      labels: { [LABEL_MANAGED_BY]: MANAGED_BY },
    },
    data: { color: 'blue' },
  };
}

function quota(home: string, configmaps: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'limits', namespace: home },
    spec: { hard: { configmaps } },
  };
}

export function serviceAccount(home: string, name: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: home },
  };
}

export function roleBinding(
  home: string,
  account: string,
  role: string,
): KubernetesObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: account, namespace: home },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: role,
    },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace: home }],
  };
}

export function deployment(home: string): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: home },
    spec: deploymentSpec(),
  };
}

function deploymentSpec() {
  const labels = { app: 'web' };
  return {
    replicas: 1,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        securityContext: {
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        containers: [
          {
            name: 'web',
            image: 'registry.invalid/web:1',
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
            },
          },
        ],
      },
    },
  };
}

import {
  KubernetesObject,
  LABEL_MANAGED_BY,
} from '@sandlot/plugin-environments-node';
import { configMap, namespace } from './contract/manifests';
import { referenceTo } from './namespaces';
import { objectPath } from './objectPath';
import { NOT_IN_LABELLED, prepareEscapes } from './prepareEscapes';

const ENFORCE = 'pod-security.kubernetes.io/enforce';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const NOT_LABELLED = 'the portal may only touch namespaces that carry';

/**
 * Ways by which accounts like the portal's got out of their bounds elsewhere, tried
 * with its own credential on a real API server, as whoever stole that would. The table
 * in SECURITY.md names these tests.
 */
describe('known escapes of a portal, by namespaces', () => {
  jest.setTimeout(60_000);

  const {
    scope,
    suffix,
    make,
    pathOf,
    patch,
    apply,
    expectRefused,
    expectNoRight,
  } = prepareEscapes();

  it('CVE-2024-39690: a namespace of nobody is not taken over by a patch of its labels and owner', async () => {
    const ownerReferences = [
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        name: scope.own.metadata.name,
        uid: scope.own.metadata.uid,
      },
    ];
    const labels = { [LABEL_MANAGED_BY]: 'sandlot', [ENFORCE]: 'restricted' };
    for (const [metadata, message] of [
      [{ labels }, NOT_LABELLED],
      [{ ownerReferences }, 'the portal'],
      [{ labels, ownerReferences }, 'the portal'],
    ] as const) {
      await expectRefused(patch(pathOf(scope.foreign), { metadata }), message);
      await expectRefused(
        apply(pathOf(scope.foreign), {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: scope.foreign.metadata.name, ...metadata },
        }),
        message,
      );
    }
  });

  it('CVE-2025-55205: namespaces of the system get no labels', async () => {
    for (const name of ['kube-system', 'default', 'sandlot-system']) {
      for (const labels of [{ [LABEL_MANAGED_BY]: 'sandlot' }, { any: 'x' }]) {
        await expectRefused(
          patch(`/api/v1/namespaces/${name}`, { metadata: { labels } }),
          `the portal may not touch the namespace ${name}`,
        );
      }
    }
  });

  it('CVE-2026-22872: a cluster-scoped object is not made because a namespace was written into it', async () => {
    const name = `escape-${suffix}`;
    const inNamespace = { name, namespace: scope.own.metadata.name };
    const calls = scope.engine.calls;
    for (const [apiVersion, kind] of [
      ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
      ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
      ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'],
      ['v1', 'PersistentVolume'],
      ['v1', 'Node'],
      // A kind of that name in another group, or version, is another kind.
      ['example.com/v1', 'Deployment'],
    ]) {
      await expect(
        scope.engine.apply({ apiVersion, kind, metadata: inNamespace }),
      ).rejects.toThrow(`does not handle ${kind} of ${apiVersion}`);
    }
    expect(scope.engine.calls).toBe(calls);
    // A path in place of a name leads nowhere else either.
    await expect(
      scope.engine.apply({
        ...configMap(scope.own.metadata.name, '../../../../apis/apps/v1'),
      }),
    ).rejects.toMatchObject({ reason: 'Refused' });
    await expectRefused(
      scope.engine.apply(configMap(scope.foreign.metadata.name, name)),
      NOT_IN_LABELLED,
    );

    await expectNoRight('PATCH', `${RBAC}/clusterroles/${name}`, {
      metadata: inNamespace,
    });
    await expectNoRight('POST', '/api/v1/persistentvolumes', {
      metadata: inNamespace,
    });
  });

  it('CVE-2022-46167: a namespace is not detached from what confines it', async () => {
    await expectRefused(
      patch(pathOf(scope.own), {
        metadata: { labels: { [LABEL_MANAGED_BY]: null } },
      }),
      NOT_LABELLED,
    );
    await expectRefused(
      patch(pathOf(scope.own), { metadata: { labels: null } }),
      NOT_LABELLED,
    );
  });

  it('GHSA-2ww6-hf35-mfjm: the subresources status and finalize of namespaces are no way round', async () => {
    for (const target of [scope.own, scope.foreign]) {
      for (const subresource of ['status', 'finalize']) {
        const path = `${pathOf(target)}/${subresource}`;
        const body = { ...target, spec: { finalizers: [] } };
        await expectNoRight('PUT', path, body);
        await expectNoRight('PATCH', path, {
          metadata: { labels: { [LABEL_MANAGED_BY]: 'sandlot' } },
        });
      }
    }
  });

  it('pod security is not relaxed by a patch of labels', async () => {
    for (const [label, value, message] of [
      [ENFORCE, null, 'enforce=restricted'],
      [ENFORCE, 'privileged', 'enforce=restricted'],
      [ENFORCE, 'baseline', 'enforce=restricted'],
      [`${ENFORCE}-version`, 'v1.24', 'may not pin'],
    ] as const) {
      await expectRefused(
        patch(pathOf(scope.own), { metadata: { labels: { [label]: value } } }),
        message,
      );
    }
  });

  it('a foreign namespace is neither deleted nor labelled first and deleted then', async () => {
    const label = { metadata: { labels: { [LABEL_MANAGED_BY]: 'sandlot' } } };
    for (const path of [pathOf(scope.foreign), '/api/v1/namespaces/default']) {
      await expect(patch(path, label)).rejects.toThrow(/the portal may/);
      await expect(
        scope.portal.request({ method: 'DELETE', path }),
      ).rejects.toThrow(/the portal may|is forbidden/);
    }
    await expectRefused(
      scope.engine.deleteNamespace(
        scope.foreign.metadata.name,
        scope.foreign.metadata.uid!,
      ),
      NOT_LABELLED,
    );
    await expectNoRight('DELETE', '/api/v1/namespaces');
  });

  it('nothing is tied to an owner elsewhere by ownerReferences', async () => {
    const { uid, name } = scope.foreign.metadata;
    const ownerReferences = [
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        name,
        uid,
        blockOwnerDeletion: true,
      },
    ];
    const tied = configMap(scope.own.metadata.name, 'tied');
    await expectRefused(
      make(scope.portal, {
        ...tied,
        metadata: { ...tied.metadata, ownerReferences },
      } as KubernetesObject),
      'may not set or change ownerReferences',
    );
    const free = await make(
      scope.portal,
      configMap(scope.own.metadata.name, 'free'),
    );
    await expectRefused(
      patch(objectPath(referenceTo(free)), { metadata: { ownerReferences } }),
      'may not set or change ownerReferences',
    );
    await expectRefused(
      patch(pathOf(scope.own), { metadata: { ownerReferences } }),
      'may not have ownerReferences',
    );
  });

  it('generateName does not slip by a rule about names', async () => {
    const generated = namespace();
    await expectRefused(
      make(scope.portal, {
        ...generated,
        metadata: {
          labels: generated.metadata.labels,
          generateName: 'kube-',
        } as unknown as KubernetesObject['metadata'],
      }),
      'the portal may not touch the namespace kube-',
    );
    await expectRefused(
      scope.portal.request({
        method: 'POST',
        path: '/api/v1/namespaces/kube-system/configmaps',
        body: { metadata: { generateName: 'escape-' } },
      }),
      NOT_IN_LABELLED,
    );
  });

  it('server-side apply takes no fields in kube-system, by force neither', async () => {
    const path = '/api/v1/namespaces/kube-system/configmaps';
    for (const name of [
      'kube-root-ca.crt',
      'extension-apiserver-authentication',
      'not-there-yet',
    ]) {
      await expectRefused(
        apply(`${path}/${name}`, {
          ...configMap('kube-system', name),
          data: { taken: 'over' },
        }),
        NOT_IN_LABELLED,
      );
    }
  });
});

import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import {
  type ClusterClient,
  clusterAsAdmin,
  clusterWith,
  statusOf,
} from './support/kubernetes';
import { expect, test } from './support/test';

const FORBIDDEN = 403;

test('the cluster holds what the template says', async ({
  portalAs,
  newName,
}) => {
  const dana = await portalAs('Dana');
  const name = newName('shape');
  const { id, namespace } = await dana.create(name, {
    template: 'service-sandbox',
  });
  const { core, apps, networking, rbac } = clusterAsAdmin();

  const { metadata } = await core.readNamespace({ name: namespace });
  expect(metadata?.labels).toMatchObject({
    'sandlot.dev/environment': id,
    'pod-security.kubernetes.io/enforce': 'restricted',
  });

  const quotas = await core.listNamespacedResourceQuota({ namespace });
  expect(quotas.items).toHaveLength(1);
  expect(quotas.items[0].status?.hard).toMatchObject({
    'limits.cpu': '4',
    'limits.memory': '4Gi',
    pods: '15',
  });
  const limits = await core.listNamespacedLimitRange({ namespace });
  expect(limits.items[0].spec?.limits[0]).toMatchObject({
    type: 'Container',
    max: { cpu: '1', memory: '1Gi' },
  });

  const policies = await networking.listNamespacedNetworkPolicy({ namespace });
  expect(policies.items).toHaveLength(1);
  const policy = policies.items[0].spec!;
  expect(policy.podSelector).toEqual({});
  expect(policy.policyTypes).toEqual(['Ingress', 'Egress']);
  // From inside the namespace alone.
  expect(policy.ingress).toEqual([{ _from: [{ podSelector: {} }] }]);

  const bindings = await rbac.listNamespacedRoleBinding({ namespace });
  expect(
    bindings.items.map(({ roleRef, subjects }) => [
      roleRef.name,
      subjects?.map(subject => `${subject.kind} ${subject.name}`),
    ]),
  ).toEqual([
    ['sandlot-owner', ['ServiceAccount sandlot-owner']],
    ['sandlot-viewer', ['ServiceAccount sandlot-viewer']],
  ]);

  const deployment = await apps.readNamespacedDeployment({ name, namespace });
  expect(deployment.status?.readyReplicas).toBe(1);
  expect(
    deployment.metadata?.managedFields?.map(field => field.manager),
  ).toContain('sandlot');
});

test('kubeconfigs open one namespace, as far as their role goes', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const dana = await portalAs('Dana');
  const mine = await dana.create(newName('mine'), {
    template: 'service-sandbox',
  });
  const theirs = await (await portalAs('Milo')).create(newName('theirs'));
  const page = await pageAs('Dana');
  await page.goto(`/environments/${mine.id}`);

  await test.step('the owner works in it', async () => {
    const owner = clusterWith(await getKubeconfig(page, /^Owner/));
    const { namespace } = mine;
    const pods = await owner.core.listNamespacedPod({ namespace });
    expect(pods.items).toHaveLength(1);
    await owner.core.createNamespacedConfigMap({
      namespace,
      body: { metadata: { name: 'notes' }, data: { from: 'Dana' } },
    });
    const deployment = await owner.apps.createNamespacedDeployment({
      namespace,
      body: deploymentOf('extra'),
    });
    expect(deployment.metadata?.uid).toBeTruthy();
    await expectConfined(owner, namespace, theirs.namespace);
    expect(
      await statusOf(
        owner.core.patchNamespacedResourceQuota({
          name: 'quota',
          namespace,
          body: [{ op: 'replace', path: '/spec/hard/pods', value: '999' }],
        }),
      ),
    ).toBe(FORBIDDEN);
    expect(
      await statusOf(
        owner.networking.deleteNamespacedNetworkPolicy({
          name: 'isolation',
          namespace,
        }),
      ),
    ).toBe(FORBIDDEN);
  });

  await test.step('the viewer looks at it', async () => {
    const viewer = clusterWith(await getKubeconfig(page, /^Viewer/));
    const { namespace } = mine;
    const pods = await viewer.core.listNamespacedPod({ namespace });
    expect(pods.items.length).toBeGreaterThan(0);
    expect(
      await statusOf(
        viewer.core.createNamespacedConfigMap({
          namespace,
          body: { metadata: { name: 'graffiti' } },
        }),
      ),
    ).toBe(FORBIDDEN);
    expect(
      await statusOf(
        viewer.apps.deleteNamespacedDeployment({ name: 'extra', namespace }),
      ),
    ).toBe(FORBIDDEN);
    expect(
      await statusOf(viewer.core.listNamespacedSecret({ namespace })),
    ).toBe(FORBIDDEN);
    await expectConfined(viewer, namespace, theirs.namespace);
  });
});

/** What no kubeconfig of an environment may do, beyond what it is for. */
async function expectConfined(
  client: ClusterClient,
  namespace: string,
  otherNamespace: string,
): Promise<void> {
  const { core, rbac } = client;
  const answers = {
    'list namespaces': statusOf(core.listNamespace()),
    'read secrets of kube-system': statusOf(
      core.listNamespacedSecret({ namespace: 'kube-system' }),
    ),
    'read pods of another environment': statusOf(
      core.listNamespacedPod({ namespace: otherNamespace }),
    ),
    'write into another environment': statusOf(
      core.createNamespacedConfigMap({
        namespace: otherNamespace,
        body: { metadata: { name: 'graffiti' } },
      }),
    ),
    'give rights': statusOf(
      rbac.createNamespacedRoleBinding({
        namespace,
        body: {
          metadata: { name: 'more' },
          roleRef: {
            apiGroup: 'rbac.authorization.k8s.io',
            kind: 'ClusterRole',
            name: 'cluster-admin',
          },
        },
      }),
    ),
    'end the namespace': statusOf(core.deleteNamespace({ name: namespace })),
  };
  for (const [what, answer] of Object.entries(answers)) {
    expect.soft(await answer, what).toBe(FORBIDDEN);
  }
}

/** Takes a kubeconfig as a person does: the role, the button, the download. */
async function getKubeconfig(page: Page, role: RegExp): Promise<string> {
  await page.getByRole('radio', { name: role }).check({ force: true });
  await page
    .getByRole('radio', { name: /^With a token/ })
    .check({ force: true });
  await page.getByRole('button', { name: /^Get (a new )?kubeconfig$/ }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download kubeconfig' }).click();
  return await readFile(await (await download).path(), 'utf8');
}

function deploymentOf(name: string) {
  const labels = { app: name };
  return {
    metadata: { name },
    spec: {
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
              name,
              image: 'nginxinc/nginx-unprivileged:1.29-alpine',
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
              },
            },
          ],
        },
      },
    },
  };
}

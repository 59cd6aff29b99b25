import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { KubernetesConnection } from '../../clusters/KubernetesConnection';
import { getTestControlPlane } from '../../testing/controlPlane';
import { until } from '../../testing/until';

jest.setTimeout(60_000);

const FILE = resolve(
  __dirname,
  '../../../../../deploy/optional/labelled-namespaces-policy.yaml',
);
const POLICIES = '/apis/admissionregistration.k8s.io/v1';
const MERGE = 'application/merge-patch+json';

/** The file in `deploy/` on a real API server, for the namespaces of this test alone. */
describe('the policy that only the portal makes labelled namespaces', () => {
  let admin: KubernetesConnection;
  let portal: KubernetesConnection;
  const name = `only-portal-${randomUUID().slice(0, 8)}`;
  const probe = { 'test.sandlot.dev/probe': name };
  const ours = { 'app.kubernetes.io/managed-by': 'sandlot' };
  const made: string[] = [];

  const refusalOf = (asked: Promise<unknown>): Promise<string | undefined> =>
    asked.then(
      () => undefined,
      error => error.message,
    );

  beforeAll(async () => {
    const { adminKubeconfig, portalKubeconfig } = await getTestControlPlane();
    admin = KubernetesConnection.fromKubeconfig({ file: adminKubeconfig });
    portal = KubernetesConnection.fromKubeconfig({ file: portalKubeconfig });
    const [policy, binding] = parseAllDocuments(readFileSync(FILE, 'utf8')).map(
      document => document.toJS(),
    );
    policy.metadata.name = name;
    binding.metadata.name = name;
    binding.spec.policyName = name;
    // Other tests on the same control plane make theirs by hand.
    binding.spec.matchResources = { objectSelector: { matchLabels: probe } };
    await admin.request({
      method: 'POST',
      path: `${POLICIES}/validatingadmissionpolicies`,
      body: policy,
    });
    await admin.request({
      method: 'POST',
      path: `${POLICIES}/validatingadmissionpolicybindings`,
      body: binding,
    });
    // It takes a moment until it is in force.
    await until(() => refusalOf(create(admin, ours, true)));
  }, 300_000);
  afterAll(async () => {
    for (const path of [
      ...made.map(one => `/api/v1/namespaces/${one}`),
      `${POLICIES}/validatingadmissionpolicybindings/${name}`,
      `${POLICIES}/validatingadmissionpolicies/${name}`,
    ]) {
      await admin?.request({ method: 'DELETE', path }).catch(() => {});
    }
    await Promise.all([admin?.close(), portal?.close()]);
  });

  async function create(
    connection: KubernetesConnection,
    labels: Record<string, string>,
    isTrial = false,
  ): Promise<string> {
    const namespace = `policy-${randomUUID().slice(0, 8)}`;
    await connection.request({
      method: 'POST',
      path: `/api/v1/namespaces${isTrial ? '?dryRun=All' : ''}`,
      body: { metadata: { name: namespace, labels: { ...probe, ...labels } } },
    });
    if (!isTrial) made.push(namespace);
    return namespace;
  }

  function label(namespace: string, labels: Record<string, string>) {
    return admin.request({
      method: 'PATCH',
      path: `/api/v1/namespaces/${namespace}`,
      contentType: MERGE,
      body: { metadata: { labels } },
    });
  }

  it('refuses one that an administrator makes', async () => {
    await expect(refusalOf(create(admin, ours))).resolves.toMatch(
      'only the portal may make namespaces',
    );
  });

  it('refuses that one gets the label later', async () => {
    const namespace = await create(admin, {});
    await expect(refusalOf(label(namespace, ours))).resolves.toMatch(
      'or give one this label',
    );
  });

  it('lets the portal make one, and others change it but for what it says it is', async () => {
    const namespace = await create(portal, {
      ...ours,
      'sandlot.dev/environment': randomUUID(),
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    await expect(
      refusalOf(label(namespace, { team: 'harbor' })),
    ).resolves.toBeUndefined();
    await expect(
      refusalOf(label(namespace, { 'sandlot.dev/environment': randomUUID() })),
    ).resolves.toMatch('only the portal may change the label');
  });

  it('leaves all other namespaces alone', async () => {
    await expect(refusalOf(create(admin, {}))).resolves.toBeUndefined();
  });
});

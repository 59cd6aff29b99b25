/* eslint-disable jest/no-export -- part of a contract that several test files run */
import {
  OWNER_CLUSTER_ROLE,
  OWNER_SERVICE_ACCOUNT,
  VIEWER_CLUSTER_ROLE,
  VIEWER_SERVICE_ACCOUNT,
} from '@sandlot/plugin-environments-node';
import { personAccountName } from '../../access/personAccount';
import { AccessQuestion } from '../Cluster';
import { ContractScope } from './ContractScope';
import { serviceAccount, roleBinding } from './manifests';

/** Who may do what, and what may run. */
export function describeAccess(scope: ContractScope): void {
  it('tells whether pod security lets a privileged pod in', async () => {
    const { metadata } = await scope.makeNamespace();
    await scope.eventually(() =>
      scope.cluster.get({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        name: 'default',
        namespace: metadata.name,
      }),
    );
    await expect(
      scope.cluster.tryPrivilegedPod(metadata.name),
    ).resolves.toMatchObject({
      refused: true,
      message: expect.stringContaining(
        'violates PodSecurity "restricted:latest": privileged',
      ),
    });
    await expect(
      scope.cluster.listInNamespace(metadata.name, {
        apiVersion: 'v1',
        kind: 'Pod',
      }),
    ).resolves.toEqual([]);
    await expect(
      scope.cluster.tryPrivilegedPod('sandlot-nowhere'),
    ).rejects.toMatchObject({ name: 'ClusterError', reason: 'Refused' });
  });

  it('lets owners work, viewers look, and nobody beyond the namespace', async () => {
    const { metadata } = await scope.makeNamespace();
    const neighbour = await scope.makeNamespace();
    for (const [account, role] of [
      [OWNER_SERVICE_ACCOUNT, OWNER_CLUSTER_ROLE],
      [VIEWER_SERVICE_ACCOUNT, VIEWER_CLUSTER_ROLE],
    ]) {
      await scope.cluster.apply(serviceAccount(metadata.name, account));
      await scope.cluster.apply(roleBinding(metadata.name, account, role));
    }
    const as = (account: string, question: Partial<AccessQuestion>) =>
      scope.cluster.isAllowed({
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
    await scope.eventually(() => owner({}));
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
    await scope.eventually(() => viewer({ verb: 'list' }));
    await expect(viewer({})).resolves.toBe(false);
    await expect(viewer({ verb: 'get', resource: 'secrets' })).resolves.toBe(
      false,
    );
  });

  it('makes tokens for the service accounts of people', async () => {
    const { metadata } = await scope.makeNamespace();
    const [dana, milo] = ['dana', 'milo'].map(name =>
      personAccountName('owner', `user:default/${name}`),
    );
    await scope.cluster.apply(serviceAccount(metadata.name, dana));
    const before = Date.now();
    const { token, expiresAt } = await scope.cluster.createToken(
      metadata.name,
      dana,
      3600,
    );
    expect(token.length).toBeGreaterThan(20);
    expect(Math.abs(expiresAt.getTime() - before - 3600_000)).toBeLessThan(
      60_000,
    );

    await expect(
      scope.cluster.createToken(metadata.name, milo, 3600),
    ).rejects.toMatchObject({
      reason: 'Refused',
      status: 404,
      message: `serviceaccounts "${milo}" not found`,
    });
    await expect(
      scope.cluster.createToken(metadata.name, dana, 60),
    ).rejects.toMatchObject({
      reason: 'Refused',
      status: 422,
      message: expect.stringContaining('10 minutes'),
    });
  });
}

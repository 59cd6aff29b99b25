import { ConfigReader } from '@backstage/config';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { Clusters } from './Clusters';

function fromConfig(clusters: unknown) {
  return Clusters.fromConfig(
    new ConfigReader({ environments: { clusters } } as any),
  );
}

const kubeconfig = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'c', cluster: { server: 'https://c.example.com:6443' } }],
  users: [{ name: 'portal', user: { token: 'secret' } }],
  contexts: [
    { name: 'one', context: { cluster: 'c', user: 'portal' } },
    { name: 'two', context: { cluster: 'c', user: 'portal' } },
    { name: 'broken', context: { cluster: 'gone', user: 'portal' } },
  ],
  'current-context': 'one',
});

const signIn = {
  type: 'oidc',
  issuerUrl: 'https://login.example.com',
  clientId: 'kubernetes',
  usernamePrefix: 'oidc:',
};

describe('Clusters', () => {
  const directory = createMockDirectory({ content: { kubeconfig } });
  const file = directory.resolve('kubeconfig');

  it('reads the clusters, the default first', async () => {
    const clusters = fromConfig([
      { name: 'eu', title: 'Europe', kubeconfig: { file, context: 'two' } },
      {
        name: 'local',
        kubeconfig: { file },
        simulated: true,
        publicServer: 'https://k8s.example.com',
      },
      { name: 'twin', inMemory: true },
    ]);
    expect(clusters.list().map(({ info }) => info)).toEqual([
      { name: 'eu', title: 'Europe', reality: 'real' },
      { name: 'local', title: 'local', reality: 'simulated' },
      { name: 'twin', title: 'twin', reality: 'memory' },
    ]);
    expect(clusters.default).toBe(clusters.get('eu'));
    expect(clusters.get('eu').endpoint().server).toBe(
      'https://c.example.com:6443',
    );
    expect(clusters.get('local').endpoint().server).toBe(
      'https://k8s.example.com',
    );
    expect(() => clusters.get('us')).toThrow(
      'There is no cluster "us"; there is eu, local, twin',
    );
    await clusters.close();
  });

  it.each<[string, unknown, string]>([
    ['no list', undefined, 'environments.clusters is missing'],
    ['an empty list', [], 'environments.clusters: expected at least one'],
    [
      'neither way to a cluster',
      [{ name: 'a' }],
      'environments.clusters[0]: expected "kubeconfig"',
    ],
    [
      'both ways to a cluster',
      [{ name: 'a', inMemory: true, kubeconfig: { file: 'x' } }],
      'environments.clusters[0]: expected either "kubeconfig" or "inMemory: true", and not both',
    ],
    [
      'a name twice',
      [
        { name: 'a', inMemory: true },
        { name: 'a', inMemory: true },
      ],
      'environments.clusters[1].name: expected another name, "a" is taken',
    ],
    [
      'a name that is no label',
      [{ name: 'My Cluster', inMemory: true }],
      'environments.clusters[0].name: expected a DNS label',
    ],
    [
      'an unknown key',
      [{ name: 'a', inMemory: true, colour: 'red' }],
      'environments.clusters[0]: Unrecognized key: "colour"',
    ],
    [
      'a plain-text public address',
      [{ name: 'a', inMemory: true, publicServer: 'http://k8s.example.com' }],
      'environments.clusters[0].publicServer: expected an https:// address',
    ],
    [
      'its own sign-in without a prefix',
      [
        {
          name: 'a',
          inMemory: true,
          access: { ...signIn, usernamePrefix: undefined },
        },
      ],
      'environments.clusters[0].access.usernamePrefix: expected what the API server puts before the names of people, "" if nothing',
    ],
    [
      'a prefix of Kubernetes’ own',
      [
        {
          name: 'a',
          inMemory: true,
          access: { ...signIn, usernamePrefix: 'system:' },
        },
      ],
      'environments.clusters[0].access.usernamePrefix: expected no spaces, and not "system:" at the beginning',
    ],
    [
      'a client that would be another option of the command',
      [
        {
          name: 'a',
          inMemory: true,
          access: { ...signIn, clientId: '--exec=x' },
        },
      ],
      'environments.clusters[0].access.clientId: expected no spaces, and no "-" at the beginning',
    ],
    [
      'a plain-text issuer',
      [
        {
          name: 'a',
          inMemory: true,
          access: { ...signIn, issuerUrl: 'http://login.example.com' },
        },
      ],
      'environments.clusters[0].access.issuerUrl: expected an https:// address',
    ],
    [
      'another way in',
      [{ name: 'a', inMemory: true, access: { type: 'saml' } }],
      'environments.clusters[0].access.type',
    ],
  ])('refuses %s', (_title, clusters, message) => {
    expect(() => fromConfig(clusters)).toThrow(message);
  });

  it('reads how people get in', async () => {
    const clusters = fromConfig([
      { name: 'own', inMemory: true, access: signIn },
      { name: 'ours', inMemory: true, access: { type: 'serviceAccount' } },
      {
        name: 'mapped',
        inMemory: true,
        access: {
          ...signIn,
          usernamePrefix: '',
          usernameAnnotation: 'example.com/login',
          extraScopes: ['groups'],
        },
      },
    ]);
    expect(clusters.list().map(one => [one.info.signIn, one.signIn])).toEqual([
      [
        'oidc',
        {
          issuerUrl: 'https://login.example.com',
          clientId: 'kubernetes',
          extraScopes: [],
          username: { prefix: 'oidc:' },
        },
      ],
      [undefined, undefined],
      [
        'oidc',
        expect.objectContaining({
          extraScopes: ['groups'],
          username: { annotation: 'example.com/login', prefix: '' },
        }),
      ],
    ]);
  });

  it('refuses a kubeconfig that can not be used', () => {
    const using = (given: object) => () =>
      fromConfig([{ name: 'a', kubeconfig: given }]);
    expect(using({ file, context: 'three' })).toThrow(
      `environments.clusters[0].kubeconfig: The kubeconfig ${file} has no context "three"; it has one, two, broken`,
    );
    expect(using({ file, context: 'broken' })).toThrow(
      'names a cluster or a user that the file does not have',
    );
    const absent = directory.resolve('absent');
    expect(using({ file: absent })).toThrow(
      `The kubeconfig ${absent} can't be read: ENOENT`,
    );
  });
});

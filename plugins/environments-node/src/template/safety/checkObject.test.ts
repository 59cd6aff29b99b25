import { configMap, deployment } from '../testTemplate';
import { checkObject } from './checkObject';

const CONTEXT = {
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

function workload(pod: object = {}, container: object = {}): any {
  return deployment(pod, container);
}

function withTemplate(metadata: object, selector?: object): any {
  const object = workload();
  object.spec.template.metadata = metadata;
  object.spec.selector = selector;
  return object;
}

function ingress(spec: object, annotations: object = {}) {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'x', annotations },
    spec: { rules: [{ host: 'a.example.com' }], ...spec },
  };
}

function core(kind: string, spec: object, annotations: object = {}) {
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name: 'x', annotations },
    spec,
  };
}

function token(expirationSeconds: number) {
  return {
    volumes: [
      {
        name: 'token',
        projected: {
          sources: [{ serviceAccountToken: { path: 't', expirationSeconds } }],
        },
      },
    ],
  };
}

function cronJob(length: number) {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'x'.repeat(length) },
    spec: { jobTemplate: { spec: workload().spec } },
  };
}

const SCOPE = { path: '', isLiteral: true };

describe('checkObject', () => {
  it.each<[string, any, string]>([
    ...(
      [
        ['schedulerName', 'mine'],
        ['priority', 1000],
        ['resourceClaims', []],
        ['serviceAccountName', 'sandlot-owner'],
        ['serviceAccountName', 'sandlot-viewer'],
      ] as const
    ).map(([field, value]): [string, any, string] => [
      `${field}: ${value}`,
      workload({ [field]: value }),
      `/spec/template/spec/${field}`,
    ]),
    ...[
      { runAsNonRoot: false },
      { seccompProfile: { type: 'Unconfined' } },
      { appArmorProfile: { type: 'Unconfined' } },
      { seccompProfile: { type: 'Localhost' } },
    ].map((context): [string, any, string] => [
      `of the pod alone: ${JSON.stringify(context)}`,
      workload(
        { securityContext: { ...CONTEXT, ...context } },
        { securityContext: CONTEXT },
      ),
      '/spec/template/spec/securityContext/',
    ]),
    [
      'AppArmor of old',
      withTemplate({
        annotations: {
          'container.apparmor.security.beta.kubernetes.io/app': 'unconfined',
        },
      }),
      '/spec/template/metadata/annotations/',
    ],
    [
      'a probe of another host',
      workload({}, { livenessProbe: { httpGet: { host: '10.0.0.1' } } }),
      '/spec/template/spec/containers/0/livenessProbe/httpGet/host',
    ],
    [
      'a hook to another host',
      workload({}, { lifecycle: { preStop: { tcpSocket: { host: 'x' } } } }),
      '/spec/template/spec/containers/0/lifecycle/preStop/tcpSocket/host',
    ],
    [
      'a token for days',
      workload(token(86_401)),
      '/spec/template/spec/volumes',
    ],
    [
      'a csi volume',
      workload({ volumes: [{ name: 'x', csi: {} }] }),
      '/spec/template/spec/volumes/0/csi',
    ],
    ['no containers', workload({ containers: [] }), '/spec/template/spec/cont'],
    [
      'no image',
      workload({}, { image: undefined }),
      '/spec/template/spec/containers/0/image',
    ],
    [
      'a number as a variable',
      workload({}, { env: [{ name: 'A', value: 1 }] }),
      '/spec/template/spec/containers/0/env/0/value',
    ],
    [
      'labels of pods that are a text',
      withTemplate({ labels: 'text' }),
      '/spec/template/metadata/labels',
    ],
    [
      'a selector of other pods',
      withTemplate({ labels: { app: 'a' } }, { matchLabels: { app: 'b' } }),
      '/spec/selector/matchLabels/app',
    ],
    ['a long CronJob', cronJob(53), '/metadata/name'],
    ['a number in a ConfigMap', configMap({ a: 1 }), '/data/a'],
    ['an address', core('Service', { clusterIP: '10.0.0.1' }), '/spec/cluster'],
    [
      'a choice of volumes',
      core('PersistentVolumeClaim', { selector: {} }),
      '/spec/selector',
    ],
    [
      'a role at the cloud provider',
      core('ServiceAccount', {}, { 'eks.amazonaws.com/role-arn': 'x' }),
      '/metadata/annotations/',
    ],
    [
      'a name in a DNS zone',
      core('Service', {}, { 'external-dns.alpha.kubernetes.io/hostname': 'x' }),
      '/metadata/annotations/',
    ],
    ['an Ingress for all', ingress({ defaultBackend: {} }), '/spec/default'],
    ['an Ingress without rules', ingress({ rules: [] }), '/spec/rules'],
    ['a rule without a host', ingress({ rules: [{}] }), '/spec/rules/0/host'],
    [
      'a wildcard',
      ingress({ rules: [{ host: '*.example.com' }] }),
      '/spec/rules/0/host',
    ],
    ...[
      'nginx.ingress.kubernetes.io/server-snippet',
      'nginx.org/location-snippets',
      'haproxy-ingress.github.io/config-backend',
    ].map((key): [string, any, string] => [
      key,
      ingress({}, { [key]: 'x' }),
      '/metadata/annotations/',
    ]),
  ])('refuses %s', (_, object, path) => {
    const problems = checkObject(object, SCOPE);
    expect(problems).toHaveLength(1);
    expect(problems[0].path.startsWith(path)).toBe(true);
    // Also where it came out of an expression.
    expect(checkObject(object, { path: '', namespace: 'env' })).toEqual(
      problems,
    );
  });

  it.each<[string, any]>([
    ['a headless Service', core('Service', { clusterIP: 'None' })],
    ['a token for a day', workload(token(86_400))],
    ['an Ingress with a host', ingress({})],
    ['a CronJob', cronJob(52)],
    [
      'a selector of its own pods',
      withTemplate({ labels: { app: 'a' } }, { matchLabels: { app: 'a' } }),
    ],
  ])('takes %s', (_, object) => {
    expect(checkObject(object, SCOPE)).toEqual([]);
  });

  it('leaves open what an expression decides', () => {
    const object = workload({}, { image: '${parameters.image}' });
    object.spec.selector = { matchLabels: { app: '${parameters.app}' } };
    object.spec.template.metadata = { labels: { app: '${parameters.app}' } };
    expect(checkObject(object, { path: '' })).toEqual([]);
  });
});

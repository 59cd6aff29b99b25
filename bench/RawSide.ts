import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:https';
import { parse } from 'yaml';

interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
  subjects?: { namespace?: string }[];
}

/** The same calls without a portal; all times in milliseconds. */
export interface RawSample {
  /** Until the last object is applied. */
  writes: number;
  /** Until what the portal calls Ready has been seen. */
  total: number;
}

const FIRST_PAUSE = 10;
const LONGEST_PAUSE = 100;

const plurals: Record<string, string> = { NetworkPolicy: 'networkpolicies' };

/** Bare HTTPS requests in the same waves, over connections that are kept alive. */
export class RawSide {
  readonly samples: RawSample[] = [];
  readonly #agent: Agent;
  readonly #server: string;
  readonly #token: string;
  readonly #objects: { wave: string; manifest: Manifest }[];

  static create(options: { kubeconfig: string; manifests: object[] }): RawSide {
    const { clusters, users } = parse(options.kubeconfig);
    const { server, 'certificate-authority-data': ca } = clusters[0].cluster;
    return new RawSide(
      new Agent({
        keepAlive: true,
        maxSockets: 32,
        ca: Buffer.from(ca, 'base64'),
      }),
      server,
      users[0].user.token,
      options.manifests as { wave: string; manifest: Manifest }[],
    );
  }

  private constructor(
    agent: Agent,
    server: string,
    token: string,
    objects: { wave: string; manifest: Manifest }[],
  ) {
    this.#agent = agent;
    this.#server = server;
    this.#token = token;
    this.#objects = objects;
  }

  async measure(name: string): Promise<void> {
    const namespace = `raw-${name}-${randomBytes(3).toString('hex')}`;
    const began = performance.now();
    for (const wave of ['namespace', 'policies', 'workloads']) {
      await Promise.all(
        this.#objects
          .filter(object => object.wave === wave)
          .map(({ manifest }) => this.#make(place(manifest, namespace))),
      );
    }
    const writes = performance.now() - began;
    let pause = FIRST_PAUSE;
    while (!(await this.#isReady(namespace))) {
      await new Promise(next => setTimeout(next, pause));
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
    this.samples.push({ writes, total: performance.now() - began });
  }

  forget(): void {
    this.samples.length = 0;
  }

  async close(): Promise<void> {
    this.#agent.destroy();
  }

  #make(manifest: Manifest): Promise<unknown> {
    return manifest.kind === 'Namespace'
      ? this.#call('POST', '/api/v1/namespaces', manifest)
      : this.#call(
          'PATCH',
          `${pathOf(manifest)}?fieldManager=sandlot&force=true`,
          manifest,
          'application/apply-patch+yaml',
        );
  }

  /** The same looks that the portal takes before it says Ready. */
  async #isReady(namespace: string): Promise<boolean> {
    const seen = (manifest: Manifest) =>
      this.#call('GET', pathOf(place(manifest, namespace)));
    const ofKind = (kind: string) =>
      this.#objects
        .map(({ manifest }) => manifest)
        .filter(manifest => manifest.kind === kind);
    const [account, quotas, , access] = await Promise.all([
      this.#call(
        'GET',
        `/api/v1/namespaces/${namespace}/serviceaccounts/default`,
      ),
      Promise.all(ofKind('ResourceQuota').map(seen)),
      Promise.all(ofKind('RoleBinding').map(seen)),
      Promise.all(
        questions(namespace).map(resourceAttributes =>
          this.#call(
            'POST',
            '/apis/authorization.k8s.io/v1/subjectaccessreviews',
            {
              apiVersion: 'authorization.k8s.io/v1',
              kind: 'SubjectAccessReview',
              spec: {
                user: `system:serviceaccount:${namespace}:sandlot-owner`,
                groups: [
                  'system:serviceaccounts',
                  `system:serviceaccounts:${namespace}`,
                  'system:authenticated',
                ],
                resourceAttributes,
              },
            },
          ),
        ),
      ),
    ]);
    return (
      account.kind === 'ServiceAccount' &&
      quotas.every(quota => quota.status?.hard) &&
      access[0].status.allowed &&
      access[1].status.allowed
    );
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  #call(
    method: string,
    path: string,
    body?: object,
    type?: string,
  ): Promise<any> {
    return new Promise((resolve, reject) => {
      const call = request(
        `${this.#server}${path}`,
        {
          method,
          agent: this.#agent,
          headers: {
            Authorization: `Bearer ${this.#token}`,
            'Content-Type': type ?? 'application/json',
          },
        },
        response => {
          const chunks: Buffer[] = [];
          response.on('data', chunk => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            if (response.statusCode! >= 400 && method !== 'GET') {
              reject(new Error(`${method} ${path}: ${text}`));
            } else {
              resolve(JSON.parse(text));
            }
          });
        },
      );
      call.on('error', reject);
      call.end(body && JSON.stringify(body));
    });
  }
}

function place(manifest: Manifest, namespace: string): Manifest {
  const { metadata, subjects } = manifest;
  return {
    ...manifest,
    metadata:
      manifest.kind === 'Namespace'
        ? { ...metadata, name: namespace }
        : { ...metadata, namespace },
    ...(subjects && {
      subjects: subjects.map(subject => ({ ...subject, namespace })),
    }),
  };
}

function pathOf({ apiVersion, kind, metadata }: Manifest): string {
  const root = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
  const plural = plurals[kind] ?? `${kind.toLowerCase()}s`;
  return `${root}/namespaces/${metadata.namespace}/${plural}/${metadata.name}`;
}

function questions(namespace: string) {
  return [
    { verb: 'list', resource: 'pods', namespace },
    { verb: 'create', group: 'apps', resource: 'deployments', namespace },
    { verb: 'update', resource: 'resourcequotas', namespace },
    {
      verb: 'create',
      group: 'rbac.authorization.k8s.io',
      resource: 'rolebindings',
      namespace,
    },
    { verb: 'get', resource: 'secrets', namespace: 'kube-system' },
    { verb: 'create', resource: 'namespaces' },
    { verb: 'list', resource: 'pods' },
  ];
}

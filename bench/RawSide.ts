import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import type { KubernetesObject } from '@sandlot/plugin-environments-node';
import { parse } from 'yaml';
import { privilegedPod } from '../plugins/environments-backend/src/clusters/privilegedPod';
import {
  OwnerQuestion,
  accountUser,
  ownerQuestions,
} from '../plugins/environments-backend/src/domain/ownerQuestions';

type Manifest = KubernetesObject & { subjects?: { namespace?: string }[] };

interface Answer {
  kind: string;
  items?: { metadata: { name: string } }[];
  status?: { hard?: object; allowed?: boolean; code?: number };
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
  /** The namespace before, of which the portal asks too. */
  #neighbour: string | undefined;

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
    let open = this.#checks(namespace);
    for (;;) {
      const passed = await Promise.all(open.map(check => check()));
      open = open.filter((_check, index) => !passed[index]);
      if (open.length === 0) break;
      await wait(pause);
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

  /**
   * What the portal looks at before it says Ready, each until it is so. Its questions are
   * read from its source, so that both sides go on asking the same.
   */
  #checks(namespace: string): (() => Promise<boolean>)[] {
    const manifests = this.#objects.map(({ manifest }) =>
      place(manifest, namespace),
    );
    const ofKind = (kind: string) =>
      manifests.filter(manifest => manifest.kind === kind);
    const all = (kind: string) => async () => {
      const [first] = ofKind(kind);
      const path = pathOf(first).replace(/\/[^/]+$/, '');
      const { items = [] } = await this.#call('GET', path);
      const names = items.map(({ metadata }) => metadata.name);
      return ofKind(kind).every(({ metadata }) =>
        names.includes(metadata.name),
      );
    };
    const neighbour = this.#neighbour;
    this.#neighbour = namespace;
    return [
      async () => {
        const path = `/api/v1/namespaces/${namespace}/serviceaccounts/default`;
        const { kind } = await this.#call('GET', path);
        return kind === 'ServiceAccount' && this.#refusesPrivileged(namespace);
      },
      ...ofKind('ResourceQuota').map(manifest => async () => {
        const { status } = await this.#call('GET', pathOf(manifest));
        return Boolean(status?.hard);
      }),
      all('NetworkPolicy'),
      all('RoleBinding'),
      ...ownerQuestions(namespace, manifests, neighbour).map(
        question => async () =>
          (await this.#review(namespace, question)) === question.expected,
      ),
    ];
  }

  async #refusesPrivileged(namespace: string): Promise<boolean> {
    const path = `/api/v1/namespaces/${namespace}/pods?dryRun=All`;
    try {
      await this.#call('POST', path, privilegedPod(namespace));
      return false;
    } catch {
      return true;
    }
  }

  async #review(
    namespace: string,
    { account, expected, ...resourceAttributes }: OwnerQuestion,
  ): Promise<boolean> {
    const { status } = await this.#call(
      'POST',
      '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: { ...accountUser(namespace, account), resourceAttributes },
      },
    );
    return status!.allowed === true;
  }

  #call(
    method: string,
    path: string,
    body?: object,
    type?: string,
  ): Promise<Answer> {
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

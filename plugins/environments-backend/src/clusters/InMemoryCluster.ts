import { randomUUID } from 'node:crypto';
import { Cluster as ClusterInfo } from '@sandlot/plugin-environments-common';
import {
  KubernetesObject,
  LABEL_MANAGED_BY,
  MANAGED_BY,
} from '@sandlot/plugin-environments-node';
import {
  AccessQuestion,
  Cluster,
  ClusterEndpoint,
  Fence,
  ListOptions,
  ObjectKind,
  ObjectReference,
  PrivilegedPodAnswer,
  ServiceAccountToken,
} from './Cluster';
import { ClusterError } from './ClusterError';
import { ClusterSignIn } from './ClusterSignIn';
import { Faults } from './memory/Faults';
import { MemoryApiServer } from './memory/MemoryApiServer';
import { notFound } from './memory/notFound';
import { tryPodSecurity } from './memory/podSecurity';
import { isAllowedByBindings } from './memory/roleBasedAccess';
import {
  isFromSameRequest,
  referenceTo,
  requireNoNamespace,
  requireUid,
} from './namespaces';
import {
  HIBERNATION_MANAGER,
  WorkloadScale,
  requireScalable,
} from './workloads';

/** The least that the API server's validation allows, in seconds. */
const MIN_TOKEN_SECONDS = 600;

/**
 * A cluster that is not one: what the contract asks for, kept in memory. It
 * serves tests, and a portal that somebody tries without Kubernetes.
 */
export class InMemoryCluster implements Cluster {
  readonly info: ClusterInfo;
  readonly signIn?: ClusterSignIn;
  /** Trouble for tests. */
  readonly faults = new Faults();
  private readonly now: () => number;
  private readonly server: MemoryApiServer;

  /** @param options - `now`: the time in milliseconds, for tests that hold the clock */
  static create(options: {
    info: ClusterInfo;
    signIn?: ClusterSignIn;
    now?: () => number;
  }): InMemoryCluster {
    const { info, signIn, now = Date.now } = options;
    return new InMemoryCluster(info, signIn, now);
  }

  private constructor(
    info: ClusterInfo,
    signIn: ClusterSignIn | undefined,
    now: () => number,
  ) {
    this.info = info;
    this.signIn = signIn;
    this.now = now;
    this.server = new MemoryApiServer(now);
  }

  async createNamespace(
    manifest: KubernetesObject,
    fence?: Fence,
  ): Promise<KubernetesObject> {
    const call = { method: 'createNamespace', kind: 'Namespace' } as const;
    return this.faults.strike(call, async () => {
      fence?.();
      const { name } = manifest.metadata;
      const present = this.server.objects.get(referenceTo(manifest));
      if (present && isFromSameRequest(present, manifest)) {
        return structuredClone(present);
      }
      if (present) {
        throw new ClusterError(
          'AlreadyExists',
          `namespaces "${name}" already exists`,
          { status: 409 },
        );
      }
      return structuredClone(this.server.createNamespace(manifest));
    });
  }

  async apply(
    manifest: KubernetesObject,
    fence?: Fence,
  ): Promise<KubernetesObject> {
    const call = { method: 'apply', kind: manifest.kind } as const;
    return this.faults.strike(call, async () => {
      fence?.();
      requireUid(manifest);
      return structuredClone(this.server.apply(manifest));
    });
  }

  async dryRunApply(manifest: KubernetesObject): Promise<KubernetesObject> {
    const call = { method: 'dryRunApply', kind: manifest.kind } as const;
    return this.faults.strike(call, async () =>
      structuredClone(this.server.dryRunApply(manifest)),
    );
  }

  async get(reference: ObjectReference): Promise<KubernetesObject | undefined> {
    const call = { method: 'get', kind: reference.kind } as const;
    return this.faults.strike(call, async () =>
      structuredClone(this.server.objects.get(reference)),
    );
  }

  async listNamespaces(): Promise<KubernetesObject[]> {
    const call = { method: 'listNamespaces', kind: 'Namespace' } as const;
    return this.faults.strike(call, async () =>
      this.managed({ apiVersion: 'v1', kind: 'Namespace' }),
    );
  }

  async listManaged(
    kind: ObjectKind,
    { onPage }: ListOptions = {},
  ): Promise<KubernetesObject[]> {
    const call = { method: 'listManaged', kind: kind.kind } as const;
    return this.faults.strike(call, async () => {
      const objects = this.managed(kind);
      await onPage?.(objects);
      return objects;
    });
  }

  async listInNamespace(
    namespace: string,
    kind: ObjectKind,
  ): Promise<KubernetesObject[]> {
    const call = { method: 'listInNamespace', kind: kind.kind } as const;
    return this.faults.strike(call, async () =>
      structuredClone(
        this.server.objects
          .ofKind(kind)
          .filter(({ metadata }) => metadata.namespace === namespace),
      ),
    );
  }

  async resize(
    reference: ObjectReference,
    uid: string,
    scale: WorkloadScale,
    fence?: Fence,
  ): Promise<KubernetesObject | undefined> {
    const call = { method: 'resize', kind: reference.kind } as const;
    return this.faults.strike(call, async () => {
      fence?.();
      requireScalable(reference, scale);
      const present = this.server.objects.get(reference);
      if (present?.metadata.uid !== uid) return undefined;
      this.server.editAs(HIBERNATION_MANAGER, reference, object => {
        object.spec = { ...(object.spec as object), ...scale };
      });
      return structuredClone(this.server.objects.get(reference));
    });
  }

  async deleteObject(
    reference: ObjectReference,
    uid: string,
    fence?: Fence,
  ): Promise<void> {
    const call = { method: 'deleteObject', kind: reference.kind } as const;
    return this.faults.strike(call, async () => {
      fence?.();
      requireNoNamespace(reference);
      const present = this.server.objects.get(reference);
      if (present?.metadata.uid === uid) this.server.deleteObject(present);
    });
  }

  async deleteNamespace(
    name: string,
    uid: string,
    fence?: Fence,
  ): Promise<void> {
    const call = { method: 'deleteNamespace', kind: 'Namespace' } as const;
    return this.faults.strike(call, async () => {
      fence?.();
      this.server.deleteNamespace(name, uid);
    });
  }

  async isAllowed(question: AccessQuestion): Promise<boolean> {
    const call = { method: 'isAllowed', kind: 'SubjectAccessReview' } as const;
    return this.faults.strike(call, async () =>
      isAllowedByBindings(
        question,
        this.server.objects
          .inNamespace(question.namespace ?? '')
          .filter(({ kind }) => kind === 'RoleBinding'),
      ),
    );
  }

  async createToken(
    namespace: string,
    serviceAccount: string,
    expirationSeconds: number,
  ): Promise<ServiceAccountToken> {
    const call = { method: 'createToken', kind: 'ServiceAccount' } as const;
    return this.faults.strike(call, async () => {
      const account = this.server.objects.get({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        name: serviceAccount,
        namespace,
      });
      if (!account) {
        throw notFound('serviceaccounts', serviceAccount);
      }
      if (expirationSeconds < MIN_TOKEN_SECONDS) {
        throw new ClusterError(
          'Refused',
          `TokenRequest "${serviceAccount}" is invalid: spec.expirationSeconds: Invalid value: ${expirationSeconds}: may not specify a duration less than 10 minutes`,
          { status: 422 },
        );
      }
      return {
        token: `memory.${randomUUID()}`,
        expiresAt: new Date(this.now() + expirationSeconds * 1000),
      };
    });
  }

  async tryPrivilegedPod(namespace: string): Promise<PrivilegedPodAnswer> {
    const call = { method: 'tryPrivilegedPod', kind: 'Pod' } as const;
    return this.faults.strike(call, async () =>
      tryPodSecurity(namespace, this.server.namespace(namespace)),
    );
  }

  /**
   * For tests: somebody else's edit, past the portal.
   * @param change - of a copy, which is then put in the object's place
   */
  editAs(
    manager: string,
    reference: ObjectReference,
    change: (object: KubernetesObject) => void,
  ): void {
    this.server.editAs(manager, reference, change);
  }

  endpoint(): ClusterEndpoint {
    // `.invalid` never resolves, so that nobody's kubectl finds a stranger there.
    return { server: `https://${this.info.name}.memory.invalid` };
  }

  async close(): Promise<void> {}

  private managed(kind: ObjectKind): KubernetesObject[] {
    return structuredClone(
      this.server.objects
        .ofKind(kind)
        .filter(
          ({ metadata }) => metadata.labels?.[LABEL_MANAGED_BY] === MANAGED_BY,
        ),
    );
  }
}

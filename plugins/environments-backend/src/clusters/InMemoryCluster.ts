import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Cluster as ClusterInfo } from '@sandlot/plugin-environments-common';
import {
  FIELD_MANAGER,
  KubernetesObject,
  LABEL_MANAGED_BY,
  MANAGED_BY,
} from '@sandlot/plugin-environments-node';
import {
  AccessQuestion,
  Cluster,
  ClusterEndpoint,
  ListOptions,
  ObjectKind,
  ObjectReference,
  PrivilegedPodAnswer,
  ServiceAccountToken,
} from './Cluster';
import { ClusterError } from './ClusterError';
import { Faults } from './memory/Faults';
import { MemoryObjects } from './memory/MemoryObjects';
import { applyByForce, updateAs } from './memory/managedFields';
import { notFound } from './memory/notFound';
import { tryPodSecurity } from './memory/podSecurity';
import { isTerminating, requirePlaceFor } from './memory/requirePlaceFor';
import { isAllowedByBindings } from './memory/roleBasedAccess';
import { simulatedStatus } from './memory/simulatedStatus';
import {
  isFromSameRequest,
  referenceTo,
  requireNoNamespace,
  requireUid,
} from './namespaces';
import { resourceOf } from './objectPath';

/** How long controllers take, in milliseconds, as measured on a real control plane. */
const NAMESPACE_CONTENT_DELAY = 80;
const STATUS_DELAY = 100;
const WORKLOAD_DELAY = 1_500;
const DELETION_DELAY = 2_000;

/** The least that the API server's validation allows, in seconds. */
const MIN_TOKEN_SECONDS = 600;

/**
 * A cluster that is not one: what the contract asks for, kept in memory. It
 * serves tests, and a portal that somebody tries without Kubernetes.
 */
export class InMemoryCluster implements Cluster {
  readonly info: ClusterInfo;
  /** Trouble for tests. */
  readonly faults = new Faults();
  private readonly now: () => number;
  private readonly objects: MemoryObjects;

  /** @param options - `now`: the time in milliseconds, for tests that hold the clock */
  static create(options: {
    info: ClusterInfo;
    now?: () => number;
  }): InMemoryCluster {
    return new InMemoryCluster(options.info, options.now ?? Date.now);
  }

  private constructor(info: ClusterInfo, now: () => number) {
    this.info = info;
    this.now = now;
    this.objects = new MemoryObjects(now);
  }

  async createNamespace(manifest: KubernetesObject): Promise<KubernetesObject> {
    const call = { method: 'createNamespace', kind: 'Namespace' } as const;
    return this.faults.strike(call, async () => {
      const { name } = manifest.metadata;
      const present = this.objects.get(referenceTo(manifest));
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
      const created = this.stamp(
        updateAs(FIELD_MANAGER, undefined, manifest, this.timestamp()),
        undefined,
      );
      created.status = { phase: 'Active' };
      this.objects.put(created);
      this.objects.later(NAMESPACE_CONTENT_DELAY, created, () =>
        this.putDefaultServiceAccount(name),
      );
      return structuredClone(created);
    });
  }

  async apply(manifest: KubernetesObject): Promise<KubernetesObject> {
    const call = { method: 'apply', kind: manifest.kind } as const;
    return this.faults.strike(call, async () => {
      requireUid(manifest);
      const { applied, present } = this.asApplied(manifest);
      this.place(applied, present);
      return structuredClone(applied);
    });
  }

  async dryRunApply(manifest: KubernetesObject): Promise<KubernetesObject> {
    const call = { method: 'dryRunApply', kind: manifest.kind } as const;
    return this.faults.strike(call, async () =>
      structuredClone(this.asApplied(manifest).applied),
    );
  }

  async get(reference: ObjectReference): Promise<KubernetesObject | undefined> {
    const call = { method: 'get', kind: reference.kind } as const;
    return this.faults.strike(call, async () =>
      structuredClone(this.objects.get(reference)),
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
        this.objects
          .ofKind(kind)
          .filter(({ metadata }) => metadata.namespace === namespace),
      ),
    );
  }

  async deleteObject(reference: ObjectReference, uid: string): Promise<void> {
    const call = { method: 'deleteObject', kind: reference.kind } as const;
    return this.faults.strike(call, async () => {
      requireNoNamespace(reference);
      const present = this.objects.get(reference);
      if (present?.metadata.uid === uid) this.objects.remove(present);
    });
  }

  async deleteNamespace(name: string, uid: string): Promise<void> {
    const call = { method: 'deleteNamespace', kind: 'Namespace' } as const;
    return this.faults.strike(call, async () => {
      const namespace = this.namespace(name);
      if (namespace?.metadata.uid !== uid || isTerminating(namespace)) {
        return;
      }
      namespace.metadata.deletionTimestamp = this.timestamp();
      namespace.status = {
        phase: 'Terminating',
        conditions: [
          {
            type: 'NamespaceContentRemaining',
            status: 'True',
            reason: 'SomeResourcesRemain',
            message: this.describeContent(name),
            lastTransitionTime: this.timestamp(),
          },
        ],
      };
      this.objects.later(DELETION_DELAY, namespace, present => {
        this.objects
          .inNamespace(name)
          .forEach(object => this.objects.remove(object));
        this.objects.remove(present);
      });
    });
  }

  async isAllowed(question: AccessQuestion): Promise<boolean> {
    const call = { method: 'isAllowed', kind: 'SubjectAccessReview' } as const;
    return this.faults.strike(call, async () =>
      isAllowedByBindings(
        question,
        this.objects
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
      const account = this.objects.get({
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
      tryPodSecurity(namespace, this.namespace(namespace)),
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
    const present = this.objects.get(reference);
    if (!present) {
      const { apiVersion, kind, name } = reference;
      throw notFound(resourceOf(apiVersion, kind), name);
    }
    const wanted = structuredClone(present);
    change(wanted);
    const edited = updateAs(manager, present, wanted, this.timestamp());
    this.place(this.stamp(edited, present), present);
  }

  endpoint(): ClusterEndpoint {
    // `.invalid` never resolves, so that nobody's kubectl finds a stranger there.
    return { server: `https://${this.info.name}.memory.invalid` };
  }

  async close(): Promise<void> {}

  private managed(kind: ObjectKind): KubernetesObject[] {
    return structuredClone(
      this.objects
        .ofKind(kind)
        .filter(
          ({ metadata }) => metadata.labels?.[LABEL_MANAGED_BY] === MANAGED_BY,
        ),
    );
  }

  private asApplied(manifest: KubernetesObject) {
    const present = this.objects.get(referenceTo(manifest));
    const { namespace } = manifest.metadata;
    requirePlaceFor(
      manifest,
      present,
      namespace === undefined ? undefined : this.namespace(namespace),
    );
    const applied = applyByForce(present, manifest, this.timestamp());
    return { applied: this.stamp(applied, present), present };
  }

  /** Puts an object there; controllers take up what is new in it. */
  private place(
    object: KubernetesObject,
    present: KubernetesObject | undefined,
  ): void {
    this.objects.put(object);
    if (!isDeepStrictEqual(present?.spec, object.spec)) {
      const delay =
        object.kind === 'ResourceQuota' ? STATUS_DELAY : WORKLOAD_DELAY;
      this.objects.later(delay, object, settled => {
        settled.status = simulatedStatus(settled) ?? settled.status;
      });
    }
  }

  /** What the API server sets, and what it keeps when an object is written again. */
  private stamp(
    object: KubernetesObject,
    present: KubernetesObject | undefined,
  ): KubernetesObject {
    const specChanged = !isDeepStrictEqual(present?.spec, object.spec);
    const generation = Number(present?.metadata.generation ?? 0);
    return {
      ...object,
      metadata: {
        ...object.metadata,
        uid: present?.metadata.uid ?? randomUUID(),
        creationTimestamp:
          present?.metadata.creationTimestamp ?? this.timestamp(),
        ...('spec' in object && {
          generation: specChanged ? generation + 1 : generation,
        }),
      },
    };
  }

  private putDefaultServiceAccount(namespace: string): void {
    const account: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace },
    };
    this.objects.put(
      this.stamp(account, this.objects.get(referenceTo(account))),
    );
  }

  private describeContent(namespace: string): string {
    const counts = new Map<string, number>();
    for (const { apiVersion, kind } of this.objects.inNamespace(namespace)) {
      const resource = resourceOf(apiVersion, kind);
      counts.set(resource, (counts.get(resource) ?? 0) + 1);
    }
    const parts = [...counts].map(
      ([resource, count]) => `${resource}. has ${count} resource instances`,
    );
    return `Some resources are remaining: ${parts.join(', ')}`;
  }

  private namespace(name: string): KubernetesObject | undefined {
    return this.objects.get({ apiVersion: 'v1', kind: 'Namespace', name });
  }

  private timestamp(): string {
    return `${new Date(this.now()).toISOString().slice(0, 19)}Z`;
  }
}

import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  FIELD_MANAGER,
  KubernetesObject,
} from '@sandlot/plugin-environments-node';
import { ObjectReference } from '../Cluster';
import { referenceTo } from '../namespaces';
import { resourceOf } from '../objectPath';
import { MemoryObjects } from './MemoryObjects';
import { applyByForce, updateAs } from './managedFields';
import { workbenchNamespace } from '../workbenchNamespace';
import { notFound } from './notFound';
import { isTerminating, requirePlaceFor } from './requirePlaceFor';
import { simulatedStatus } from './simulatedStatus';

/** How long controllers take, in milliseconds, as measured on a real control plane. */
const NAMESPACE_CONTENT_DELAY = 80;
const STATUS_DELAY = 100;
const WORKLOAD_DELAY = 1_500;
const DELETION_DELAY = 2_000;
/** How often what remains of a namespace is looked at again. */
const REMAINDER_DELAY = 500;

/** What an API server and its controllers do with objects. */
export class MemoryApiServer {
  readonly objects: MemoryObjects;
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
    this.objects = new MemoryObjects(now);
    this.createNamespace(workbenchNamespace);
  }

  namespace(name: string): KubernetesObject | undefined {
    return this.objects.get({ apiVersion: 'v1', kind: 'Namespace', name });
  }

  createNamespace(manifest: KubernetesObject): KubernetesObject {
    const created = this.stamp(
      updateAs(FIELD_MANAGER, undefined, manifest, this.timestamp()),
      undefined,
    );
    created.status = { phase: 'Active' };
    this.objects.put(created);
    this.objects.later(NAMESPACE_CONTENT_DELAY, created, () =>
      this.putDefaultServiceAccount(created.metadata.name),
    );
    return created;
  }

  apply(manifest: KubernetesObject): KubernetesObject {
    const applied = this.dryRunApply(manifest);
    this.place(applied);
    return applied;
  }

  dryRunApply(manifest: KubernetesObject): KubernetesObject {
    const present = this.objects.get(referenceTo(manifest));
    const { namespace } = manifest.metadata;
    requirePlaceFor(
      manifest,
      present,
      namespace === undefined ? undefined : this.namespace(namespace),
    );
    const applied = applyByForce(present, manifest, this.timestamp());
    return this.stamp(applied, present);
  }

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
    this.place(this.stamp(edited, present));
  }

  deleteNamespace(name: string, uid: string): void {
    const namespace = this.namespace(name);
    if (namespace?.metadata.uid !== uid || isTerminating(namespace)) {
      return;
    }
    namespace.metadata.deletionTimestamp = this.timestamp();
    namespace.status = this.terminating(namespace);
    this.objects.later(DELETION_DELAY, namespace, present =>
      this.drain(present),
    );
  }

  /** What has finalizers stays until whoever set them has taken them off. */
  deleteObject(object: KubernetesObject): void {
    if (!hasFinalizers(object)) {
      this.objects.remove(object);
      return;
    }
    object.metadata.deletionTimestamp ??= this.timestamp();
  }

  private drain(namespace: KubernetesObject): void {
    const { name } = namespace.metadata;
    this.objects.inNamespace(name).forEach(object => this.deleteObject(object));
    if (this.objects.inNamespace(name).length === 0) {
      this.objects.remove(namespace);
      return;
    }
    namespace.status = this.terminating(namespace);
    this.objects.later(REMAINDER_DELAY, namespace, present =>
      this.drain(present),
    );
  }

  private terminating({ metadata }: KubernetesObject): object {
    return {
      phase: 'Terminating',
      conditions: [
        {
          type: 'NamespaceContentRemaining',
          status: 'True',
          reason: 'SomeResourcesRemain',
          message: this.describeContent(metadata.name),
          lastTransitionTime: metadata.deletionTimestamp,
        },
      ],
    };
  }

  /** Puts an object there; controllers take up what is new in it. */
  private place(object: KubernetesObject): void {
    const present = this.objects.get(referenceTo(object));
    if (object.metadata.deletionTimestamp && !hasFinalizers(object)) {
      this.objects.remove(object);
      return;
    }
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

  private timestamp(): string {
    return `${new Date(this.now()).toISOString().slice(0, 19)}Z`;
  }
}

function hasFinalizers({ metadata }: KubernetesObject): boolean {
  const finalizers = metadata.finalizers as string[] | undefined;
  return finalizers !== undefined && finalizers.length > 0;
}

import { Cluster as ClusterInfo } from '@sandlot/plugin-environments-common';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
import type { ClusterSignIn } from './ClusterSignIn';
import type { WorkloadScale } from './workloads';

/** Where an object is found. `namespace` is absent for the Namespace itself. */
export interface ObjectReference {
  apiVersion: string;
  kind: string;
  name: string;
  namespace?: string;
}

/** A kind of object, `apps/v1` and `Deployment`. */
export interface ObjectKind {
  apiVersion: string;
  kind: string;
}

export interface ListOptions {
  /**
   * Called with each page before the next one is asked for. A list that grew too
   * old begins anew, so the same object may come more than once here.
   */
  onPage?: (objects: KubernetesObject[]) => void | Promise<void>;
}

/** What the cluster says to a pod that may do everything. */
export interface PrivilegedPodAnswer {
  /** Whether pod security refused it. */
  refused: boolean;
  /** The server's own words. */
  message: string;
}

export interface AccessQuestion {
  /** Username as Kubernetes sees it, `system:serviceaccount:<namespace>:<name>`. */
  user: string;
  groups: string[];
  verb: string;
  /** API group, `''` for core. */
  group: string;
  resource: string;
  subresource?: string;
  /** Absent asks about the whole cluster. */
  namespace?: string;
}

export interface ServiceAccountToken {
  /** A secret: never stored, never logged. */
  token: string;
  expiresAt: Date;
}

/** What a kubeconfig needs to reach the cluster from a person's machine. */
export interface ClusterEndpoint {
  server: string;
  /** PEM; absent where the server's certificate is signed by a public authority. */
  certificateAuthority?: string;
}

/** After so long without an answer a call is given up; whether it was done is unknown. */
export const CALL_SECONDS = 10;

/**
 * Called right before a change leaves this process, after credentials and a
 * connection were waited for. What it throws keeps the change from being sent, and
 * is what the call throws.
 */
export type Fence = () => void;

/**
 * All that Sandlot asks of a Kubernetes cluster. It has two implementations,
 * `KubernetesCluster` and `InMemoryCluster`, under one contract test.
 *
 * Every method throws a `ClusterError`, or what its fence throws, and nothing else.
 */
export interface Cluster {
  readonly info: ClusterInfo;
  /** Absent: people get in by service accounts. */
  readonly signIn?: ClusterSignIn;

  /**
   * Creates a Namespace. It is never adopted: if one of that name exists and
   * carries the same `sandlot.dev/request` label it is ours from an earlier
   * try and comes back as it is, any other is refused as `AlreadyExists`.
   */
  createNamespace(
    manifest: KubernetesObject,
    fence?: Fence,
  ): Promise<KubernetesObject>;

  /**
   * Server-side apply with field manager `sandlot`. Conflicts with other
   * managers are forced: the template is the authority for the fields it names.
   * A Namespace is only applied with its UID in the manifest.
   */
  apply(manifest: KubernetesObject, fence?: Fence): Promise<KubernetesObject>;

  /**
   * What `apply` would do, without doing it: the server validates, defaults and
   * admits the object, and answers with it as it would be. An object needs its
   * namespace to be there; a Namespace needs no UID here.
   *
   * @throws ClusterError with the fields at fault in `causes`, where the server names them
   */
  dryRunApply(manifest: KubernetesObject): Promise<KubernetesObject>;

  /** @returns undefined when there is no such object. */
  get(reference: ObjectReference): Promise<KubernetesObject | undefined>;

  /** Every Namespace that carries our `app.kubernetes.io/managed-by` label. */
  listNamespaces(): Promise<KubernetesObject[]>;

  /**
   * Every object of one kind, in all namespaces, that carries our
   * `app.kubernetes.io/managed-by` label, with its `metadata.managedFields`.
   * One call for each 500 objects.
   */
  listManaged(
    kind: ObjectKind,
    options?: ListOptions,
  ): Promise<KubernetesObject[]>;

  /** Every object of one kind in a namespace, whoever made it. */
  listInNamespace(
    namespace: string,
    kind: ObjectKind,
  ): Promise<KubernetesObject[]>;

  /**
   * Gives a workload another size if its UID is still this one, with field
   * manager `sandlot-hibernation`, and changes nothing else of it.
   *
   * @returns as it is then; undefined when it is gone, or its name has passed to
   *   another UID
   */
  resize(
    reference: ObjectReference,
    uid: string,
    scale: WorkloadScale,
    fence?: Fence,
  ): Promise<KubernetesObject | undefined>;

  /**
   * Deletes an object if its UID is still this one, and in the background what it
   * owns. One that is gone already, or whose name has passed to another UID,
   * counts as done. It may be there for a while yet, with a `deletionTimestamp`.
   * A Namespace is refused: `deleteNamespace` is for that.
   */
  deleteObject(
    reference: ObjectReference,
    uid: string,
    fence?: Fence,
  ): Promise<void>;

  /**
   * Deletes a Namespace if its UID is still this one. One that is gone already,
   * or whose name has passed to another UID, counts as done.
   */
  deleteNamespace(name: string, uid: string, fence?: Fence): Promise<void>;

  /** SubjectAccessReview: would the cluster allow this? */
  isAllowed(question: AccessQuestion): Promise<boolean>;

  /**
   * Asks to make a pod that is privileged, as a dry run: nothing is made. The
   * namespace's default service account must be there.
   *
   * @throws ClusterError when something else than pod security refused it, so
   *   that nothing is known about pod security: the portal's own rights, a limit
   *   range without defaults
   */
  tryPrivilegedPod(namespace: string): Promise<PrivilegedPodAnswer>;

  /**
   * TokenRequest for a service account. Kubernetes gives no token for less than
   * 600 seconds, and may give one for another time than was asked.
   */
  createToken(
    namespace: string,
    serviceAccount: string,
    expirationSeconds: number,
  ): Promise<ServiceAccountToken>;

  endpoint(): ClusterEndpoint;

  /** Lets go of connections. */
  close(): Promise<void>;
}

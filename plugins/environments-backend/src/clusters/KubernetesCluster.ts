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
  Fence,
  ListOptions,
  ObjectKind,
  ObjectReference,
  PrivilegedPodAnswer,
  ServiceAccountToken,
} from './Cluster';
import { ClusterError } from './ClusterError';
import { ClusterSignIn } from './ClusterSignIn';
import {
  isFromSameRequest,
  referenceTo,
  requireNoNamespace,
  requireUid,
} from './namespaces';
import { KubernetesCall, KubernetesConnection } from './KubernetesConnection';
import { listPages } from './listPages';
import { collectionPath, objectPath } from './objectPath';
import {
  PRIVILEGED_POD_ADMITTED,
  privilegedPod,
  readRefusal,
} from './privilegedPod';
import {
  HIBERNATION_MANAGER,
  WorkloadScale,
  requireScalable,
} from './workloads';

interface KubernetesClusterOptions {
  info: ClusterInfo;
  signIn?: ClusterSignIn;
  connection: KubernetesConnection;
  publicServer?: string;
}

/** A cluster behind a Kubernetes API server. Each call is one HTTP request. */
export class KubernetesCluster implements Cluster {
  readonly info: ClusterInfo;
  readonly signIn?: ClusterSignIn;
  private readonly connection: KubernetesConnection;
  private readonly publicServer?: string;

  /**
   * @param options - `context`: its current one if absent; `publicServer`: address
   *   of the API server for people, if it is another one than ours
   * @throws InputError when the file or the context can't be used
   */
  static fromKubeconfig(options: {
    info: ClusterInfo;
    signIn?: ClusterSignIn;
    file: string;
    context?: string;
    publicServer?: string;
    onCall?: (call: KubernetesCall) => void;
  }): KubernetesCluster {
    const { info, signIn, publicServer } = options;
    const connection = KubernetesConnection.fromKubeconfig(options);
    return new KubernetesCluster({ info, signIn, connection, publicServer });
  }

  private constructor(options: KubernetesClusterOptions) {
    this.info = options.info;
    this.signIn = options.signIn;
    this.connection = options.connection;
    this.publicServer = options.publicServer;
  }

  /** How many requests the API server has had from us so far. */
  get calls(): number {
    return this.connection.calls;
  }

  async createNamespace(
    manifest: KubernetesObject,
    fence?: Fence,
  ): Promise<KubernetesObject> {
    try {
      return await this.connection.request<KubernetesObject>({
        method: 'POST',
        path: `/api/v1/namespaces?fieldManager=${FIELD_MANAGER}&fieldValidation=Strict`,
        body: manifest,
        fence,
      });
    } catch (error) {
      if (!(error instanceof ClusterError) || error.status !== 409) {
        throw error;
      }
      const present = await this.get(referenceTo(manifest));
      if (!present) {
        throw new ClusterError('Unavailable', error.message, { status: 409 });
      }
      if (isFromSameRequest(present, manifest)) {
        return present;
      }
      throw new ClusterError('AlreadyExists', error.message, { status: 409 });
    }
  }

  async apply(
    manifest: KubernetesObject,
    fence?: Fence,
  ): Promise<KubernetesObject> {
    requireUid(manifest);
    return this.patch(manifest, { fence });
  }

  async dryRunApply(manifest: KubernetesObject): Promise<KubernetesObject> {
    return this.patch(manifest, { option: '&dryRun=All' });
  }

  async get(reference: ObjectReference): Promise<KubernetesObject | undefined> {
    return orUndefinedIfAbsent(
      this.connection.request<KubernetesObject>({
        method: 'GET',
        path: objectPath(reference),
      }),
    );
  }

  async listNamespaces(): Promise<KubernetesObject[]> {
    return this.listManaged({ apiVersion: 'v1', kind: 'Namespace' });
  }

  async listManaged(
    kind: ObjectKind,
    options?: ListOptions,
  ): Promise<KubernetesObject[]> {
    const labelSelector = `${LABEL_MANAGED_BY}=${MANAGED_BY}`;
    return listPages(this.connection, { kind, labelSelector }, options);
  }

  async listInNamespace(
    namespace: string,
    kind: ObjectKind,
  ): Promise<KubernetesObject[]> {
    return listPages(this.connection, { kind, namespace });
  }

  async resize(
    reference: ObjectReference,
    uid: string,
    scale: WorkloadScale,
    fence?: Fence,
  ): Promise<KubernetesObject | undefined> {
    requireScalable(reference, scale);
    return this.onlyIfSame(reference, uid, () =>
      this.connection.request<KubernetesObject>({
        method: 'PATCH',
        path: `${objectPath(reference)}?fieldManager=${HIBERNATION_MANAGER}`,
        // The server refuses to change a UID, and so all of the patch.
        body: { metadata: { uid }, spec: scale },
        contentType: 'application/merge-patch+json',
        fence,
      }),
    );
  }

  async deleteObject(
    reference: ObjectReference,
    uid: string,
    fence?: Fence,
  ): Promise<void> {
    requireNoNamespace(reference);
    await this.deletePinned(reference, uid, fence);
  }

  async deleteNamespace(
    name: string,
    uid: string,
    fence?: Fence,
  ): Promise<void> {
    const reference = { apiVersion: 'v1', kind: 'Namespace', name };
    await this.deletePinned(reference, uid, fence);
  }

  async isAllowed(question: AccessQuestion): Promise<boolean> {
    const { user, groups, ...resourceAttributes } = question;
    const review = await this.connection.request<{
      status: { allowed: boolean };
    }>({
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: { user, groups, resourceAttributes },
      },
    });
    return review.status.allowed;
  }

  async createToken(
    namespace: string,
    serviceAccount: string,
    expirationSeconds: number,
  ): Promise<ServiceAccountToken> {
    const path = objectPath({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      name: serviceAccount,
      namespace,
    });
    const { status } = await this.connection.request<{
      status: { token: string; expirationTimestamp: string };
    }>({
      method: 'POST',
      path: `${path}/token`,
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds },
      },
    });
    return {
      token: status.token,
      expiresAt: new Date(status.expirationTimestamp),
    };
  }

  async tryPrivilegedPod(namespace: string): Promise<PrivilegedPodAnswer> {
    const pod = privilegedPod(namespace);
    const path = collectionPath(pod, namespace);
    try {
      await this.connection.request({
        method: 'POST',
        path: `${path}?dryRun=All&fieldManager=${FIELD_MANAGER}`,
        body: pod,
      });
      return PRIVILEGED_POD_ADMITTED;
    } catch (error) {
      return readRefusal(error);
    }
  }

  endpoint(): ClusterEndpoint {
    const { server, certificateAuthority } = this.connection.endpoint;
    return { server: this.publicServer ?? server, certificateAuthority };
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  private async patch(
    manifest: KubernetesObject,
    { option = '', fence }: { option?: string; fence?: Fence },
  ): Promise<KubernetesObject> {
    return this.connection.request<KubernetesObject>({
      method: 'PATCH',
      path: `${objectPath(
        referenceTo(manifest),
      )}?fieldManager=${FIELD_MANAGER}&force=true&fieldValidation=Strict${option}`,
      body: manifest,
      contentType: 'application/apply-patch+yaml',
      fence,
    });
  }

  private async deletePinned(
    reference: ObjectReference,
    uid: string,
    fence: Fence | undefined,
  ): Promise<void> {
    await this.onlyIfSame(reference, uid, () =>
      this.connection.request({
        method: 'DELETE',
        path: objectPath(reference),
        fence,
        body: {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          preconditions: { uid },
          propagationPolicy: 'Background',
        },
      }),
    );
  }

  /** @returns undefined when the object is gone, or another one has its name */
  private async onlyIfSame<T>(
    reference: ObjectReference,
    uid: string,
    call: () => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ClusterError)) {
        throw error;
      }
      if (error.status === 404) {
        return undefined;
      }
      // The UID in the call, or something else that got in between?
      if (error.status === 409 || error.status === 422) {
        const present = await this.get(reference);
        if (present?.metadata.uid !== uid) {
          return undefined;
        }
      }
      throw error;
    }
  }
}

async function orUndefinedIfAbsent<T>(
  call: Promise<T>,
): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ClusterError && error.status === 404) {
      return undefined;
    }
    throw error;
  }
}

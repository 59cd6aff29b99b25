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
import {
  isFromSameRequest,
  referenceTo,
  requireNoNamespace,
  requireUid,
} from './namespaces';
import { KubernetesConnection } from './KubernetesConnection';
import { listPages } from './listPages';
import { collectionPath, objectPath } from './objectPath';
import {
  PRIVILEGED_POD_ADMITTED,
  privilegedPod,
  readRefusal,
} from './privilegedPod';

interface KubernetesClusterOptions {
  info: ClusterInfo;
  connection: KubernetesConnection;
  publicServer?: string;
}

/** A cluster behind a Kubernetes API server. Each call is one HTTP request. */
export class KubernetesCluster implements Cluster {
  readonly info: ClusterInfo;
  private readonly connection: KubernetesConnection;
  private readonly publicServer?: string;

  /**
   * @param options - `context`: its current one if absent; `publicServer`: address
   *   of the API server for people, if it is another one than ours
   * @throws InputError when the file or the context can't be used
   */
  static fromKubeconfig(options: {
    info: ClusterInfo;
    file: string;
    context?: string;
    publicServer?: string;
  }): KubernetesCluster {
    const { info, file, context, publicServer } = options;
    const connection = KubernetesConnection.fromKubeconfig({ file, context });
    return new KubernetesCluster({ info, connection, publicServer });
  }

  private constructor(options: KubernetesClusterOptions) {
    this.info = options.info;
    this.connection = options.connection;
    this.publicServer = options.publicServer;
  }

  /** How many requests the API server has had from us so far. */
  get calls(): number {
    return this.connection.calls;
  }

  async createNamespace(manifest: KubernetesObject): Promise<KubernetesObject> {
    try {
      return await this.connection.request<KubernetesObject>({
        method: 'POST',
        path: `/api/v1/namespaces?fieldManager=${FIELD_MANAGER}&fieldValidation=Strict`,
        body: manifest,
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

  async apply(manifest: KubernetesObject): Promise<KubernetesObject> {
    requireUid(manifest);
    return this.patch(manifest);
  }

  async dryRunApply(manifest: KubernetesObject): Promise<KubernetesObject> {
    return this.patch(manifest, '&dryRun=All');
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

  async deleteObject(reference: ObjectReference, uid: string): Promise<void> {
    requireNoNamespace(reference);
    await this.deletePinned(reference, uid);
  }

  async deleteNamespace(name: string, uid: string): Promise<void> {
    await this.deletePinned({ apiVersion: 'v1', kind: 'Namespace', name }, uid);
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
    option: string = '',
  ): Promise<KubernetesObject> {
    return this.connection.request<KubernetesObject>({
      method: 'PATCH',
      path: `${objectPath(
        referenceTo(manifest),
      )}?fieldManager=${FIELD_MANAGER}&force=true&fieldValidation=Strict${option}`,
      body: manifest,
      contentType: 'application/apply-patch+yaml',
    });
  }

  private async deletePinned(
    reference: ObjectReference,
    uid: string,
  ): Promise<void> {
    try {
      await this.connection.request({
        method: 'DELETE',
        path: objectPath(reference),
        body: {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          preconditions: { uid },
          propagationPolicy: 'Background',
        },
      });
    } catch (error) {
      if (!(error instanceof ClusterError)) {
        throw error;
      }
      if (error.status === 404) {
        return;
      }
      // The UID in the precondition, or something else that got in between?
      if (error.status === 409) {
        const present = await this.get(reference);
        if (present?.metadata.uid !== uid) {
          return;
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

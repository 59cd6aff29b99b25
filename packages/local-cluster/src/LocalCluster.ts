import { resolve } from 'node:path';
import { buildControlPlane, ProgressListener } from './buildControlPlane';
import { ControlPlaneExit, ControlPlaneProcess } from './ControlPlaneProcess';
import { ClusterAccess, prepareAccess } from './clusterAccess';
import { ServiceAccountReference } from './writePortalKubeconfig';

/** Options of {@link LocalCluster.start}. @public */
export interface LocalClusterOptions {
  /** Keeps etcd's data, certificates, kubeconfigs and the log; made if missing. */
  dataDir: string;
  /** See {@link buildControlPlane}. */
  cacheDir?: string;
  /** Paths of YAML files that are applied by the admin at every start. */
  manifests?: string[];
  /** Gets a kubeconfig of its own; `manifests` has to make it. */
  portalServiceAccount?: ServiceAccountReference;
  /** Path of an `AuthenticationConfiguration`, by which the API server knows people by an identity provider as well. */
  authenticationConfig?: string;
  onProgress?: ProgressListener;
  /** Gives up the start, and leaves no process. */
  signal?: AbortSignal;
}

/**
 * A real Kubernetes control plane with simulated nodes, as a child of this
 * process: it ends when this process ends, in whatever way.
 *
 * @public
 */
export class LocalCluster implements ClusterAccess {
  /**
   * Builds the control plane if that was never done, starts it, and resolves
   * when pods can be made. Data of an earlier run is there again, at the same
   * URL if its port is still free.
   *
   * @throws GoToolchainError if it can't be built, ConflictError if one runs on
   * this data folder already, Error otherwise. No process is left then.
   */
  static async start(options: LocalClusterOptions): Promise<LocalCluster> {
    const dataDir = resolve(options.dataDir);
    const { authenticationConfig, signal } = options;
    const binary = await buildControlPlane(options);
    const controlPlane = await ControlPlaneProcess.start({
      binary,
      dataDir,
      detached: false,
      authenticationConfig,
      signal,
    });
    try {
      const access = await prepareAccess(dataDir, options);
      signal?.throwIfAborted();
      return new LocalCluster(controlPlane, access);
    } catch (error) {
      await controlPlane.stop();
      throw error;
    }
  }

  readonly server: string;
  readonly adminKubeconfig: string;
  readonly adminContext: string;
  readonly portalKubeconfig?: string;
  readonly portalContext?: string;

  private constructor(
    private readonly controlPlane: ControlPlaneProcess,
    access: ClusterAccess,
  ) {
    this.server = access.server;
    this.adminKubeconfig = access.adminKubeconfig;
    this.adminContext = access.adminContext;
    this.portalKubeconfig = access.portalKubeconfig;
    this.portalContext = access.portalContext;
  }

  /** Resolves when the control plane is gone, asked or not; never rejects. */
  get exited(): Promise<ControlPlaneExit> {
    return this.controlPlane.exited;
  }

  /** Stops the control plane and keeps its data; about two seconds. */
  async stop(): Promise<void> {
    await this.controlPlane.stop();
  }
}

import { fork, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdmissionregistrationV1Api,
  AppsV1Api,
  AuthenticationV1Api,
  CoreV1Api,
  KubeConfig,
} from '@kubernetes/client-node';
import { buildControlPlane, isControlPlaneBuilt } from './buildControlPlane';
import {
  findCluster,
  startDetachedCluster,
  stopDetachedCluster,
} from './detachedCluster';
import { LocalCluster, LocalClusterOptions } from './LocalCluster';

const BUILD_TIMEOUT_MS = 20 * 60_000;
const TEST_TIMEOUT_MS = 120_000;

const canRun = isControlPlaneBuilt() || !spawnSync('go', ['version']).error;
const suite = canRun ? describe : describe.skip;

suite(`LocalCluster${canRun ? '' : ' (no Go on PATH, none built)'}`, () => {
  jest.setTimeout(TEST_TIMEOUT_MS);

  const folder = mkdtempSync(join(tmpdir(), 'sandlot-local-cluster-'));
  const options: LocalClusterOptions = {
    dataDir: join(folder, 'first'),
    manifests: [join(__dirname, '__fixtures__/portal.yaml')],
    portalServiceAccount: { namespace: 'portal-system', name: 'portal' },
  };
  let cluster: LocalCluster;
  let admin: KubeConfig;
  let core: CoreV1Api;

  async function start() {
    cluster = await LocalCluster.start(options);
    admin = kubeconfig(cluster.adminKubeconfig);
    core = admin.makeApiClient(CoreV1Api);
  }

  beforeAll(start, BUILD_TIMEOUT_MS);

  afterAll(async () => {
    await cluster?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('hands out credentials that only their owner can read', () => {
    expect(cluster.server).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    for (const path of [cluster.adminKubeconfig, cluster.portalKubeconfig!]) {
      // eslint-disable-next-line no-bitwise
      expect(statSync(path).mode & 0o777).toBe(0o600);
    }
    expect(admin.getCurrentContext()).toBe(cluster.adminContext);
  });

  it('gives a namespace its default service account and root certificate', async () => {
    await makeNamespace('plain');
    await eventually(() =>
      core.readNamespacedServiceAccount({
        namespace: 'plain',
        name: 'default',
      }),
    );
    const { data } = await eventually(() =>
      core.readNamespacedConfigMap({
        namespace: 'plain',
        name: 'kube-root-ca.crt',
      }),
    );
    expect(data?.['ca.crt']).toContain('BEGIN CERTIFICATE');
  });

  it('refuses a privileged pod in a restricted namespace', async () => {
    await makeNamespace('restricted', {
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    await eventually(() =>
      core.readNamespacedServiceAccount({
        namespace: 'restricted',
        name: 'default',
      }),
    );
    await expect(
      core.createNamespacedPod({
        namespace: 'restricted',
        body: {
          metadata: { name: 'privileged' },
          spec: {
            containers: [
              {
                name: 'main',
                image: 'example',
                securityContext: { privileged: true },
              },
            ],
          },
        },
      }),
    ).rejects.toMatchObject({
      code: 403,
      body: expect.stringContaining('violates PodSecurity'),
    });
  });

  it('enforces quotas and validating admission policies', async () => {
    await makeNamespace('limited');
    await core.createNamespacedResourceQuota({
      namespace: 'limited',
      body: {
        metadata: { name: 'quota' },
        spec: { hard: { configmaps: '1' } },
      },
    });
    await eventually(async () => {
      const quota = await core.readNamespacedResourceQuota({
        namespace: 'limited',
        name: 'quota',
      });
      expect(quota.status?.used).toEqual({ configmaps: '1' });
    });
    await expect(
      makeConfigMap('limited', 'one-too-many'),
    ).rejects.toMatchObject({
      code: 403,
      body: expect.stringContaining('exceeded quota'),
    });

    const admission = admin.makeApiClient(AdmissionregistrationV1Api);
    await admission.createValidatingAdmissionPolicy({
      body: {
        metadata: { name: 'no-forbidden-name' },
        spec: {
          matchConstraints: {
            resourceRules: [
              {
                apiGroups: [''],
                apiVersions: ['v1'],
                operations: ['CREATE'],
                resources: ['configmaps'],
              },
            ],
          },
          validations: [{ expression: "object.metadata.name != 'forbidden'" }],
        },
      },
    });
    await admission.createValidatingAdmissionPolicyBinding({
      body: {
        metadata: { name: 'no-forbidden-name' },
        spec: {
          policyName: 'no-forbidden-name',
          validationActions: ['Deny'],
        },
      },
    });
    await makeNamespace('policed');
    // A new policy takes a moment to be compiled; until then the name passes.
    await eventually(async () => {
      const refusal = await makeConfigMap('policed', 'forbidden').then(
        () =>
          core.deleteNamespacedConfigMap({
            namespace: 'policed',
            name: 'forbidden',
          }),
        error => error,
      );
      expect(refusal).toMatchObject({
        code: 422,
        body: expect.stringContaining('no-forbidden-name'),
      });
    });
  });

  it('runs a deployment, and a stateful set with its volume', async () => {
    await makeNamespace('workloads');
    const apps = admin.makeApiClient(AppsV1Api);
    const template = {
      metadata: { labels: { app: 'example' } },
      spec: { containers: [{ name: 'main', image: 'example' }] },
    };
    const selector = { matchLabels: { app: 'example' } };
    await apps.createNamespacedDeployment({
      namespace: 'workloads',
      body: {
        metadata: { name: 'web' },
        spec: { replicas: 2, selector, template },
      },
    });
    await apps.createNamespacedStatefulSet({
      namespace: 'workloads',
      body: {
        metadata: { name: 'database' },
        spec: {
          serviceName: 'database',
          selector,
          template,
          volumeClaimTemplates: [
            {
              metadata: { name: 'data' },
              spec: {
                accessModes: ['ReadWriteOnce'],
                resources: { requests: { storage: '1Gi' } },
              },
            },
          ],
        },
      },
    });
    await eventually(async () => {
      const web = await apps.readNamespacedDeployment({
        namespace: 'workloads',
        name: 'web',
      });
      expect(web.status?.readyReplicas).toBe(2);
      const database = await apps.readNamespacedStatefulSet({
        namespace: 'workloads',
        name: 'database',
      });
      expect(database.status?.readyReplicas).toBe(1);
      const claim = await core.readNamespacedPersistentVolumeClaim({
        namespace: 'workloads',
        name: 'data-database-0',
      });
      expect(claim.status).toMatchObject({
        phase: 'Bound',
        capacity: { storage: '1Gi' },
      });
    });
    await core.deleteNamespace({ name: 'workloads' });
    await eventually(async () => {
      await expect(
        core.readNamespace({ name: 'workloads' }),
      ).rejects.toMatchObject({ code: 404 });
      expect((await core.listPersistentVolume()).items).toEqual([]);
    });
  });

  it('gives the portal no more than its own role', async () => {
    const portal = kubeconfig(cluster.portalKubeconfig!);
    expect(portal.getCurrentContext()).toBe(cluster.portalContext);
    const review = await portal
      .makeApiClient(AuthenticationV1Api)
      .createSelfSubjectReview({ body: {} });
    expect(review.status?.userInfo?.username).toBe(
      'system:serviceaccount:portal-system:portal',
    );
    const asPortal = portal.makeApiClient(CoreV1Api);
    expect((await asPortal.listNamespace()).items).not.toEqual([]);
    await expect(asPortal.listSecretForAllNamespaces()).rejects.toMatchObject({
      code: 403,
    });
  });

  it('names the object of a manifest that is refused, and leaves no process', async () => {
    const dataDir = join(folder, 'refused');
    await expect(
      LocalCluster.start({
        dataDir,
        manifests: [join(__dirname, '__fixtures__/refused.yaml')],
      }),
    ).rejects.toThrow(
      /^ConfigMap not_a_name of .*refused\.yaml can't be applied: .*metadata\.name: Invalid value/,
    );
    expect(await findCluster({ dataDir })).toBeUndefined();
  });

  it('refuses a second control plane on the same data', async () => {
    await expect(LocalCluster.start(options)).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringMatching(
        /^A control plane is already running on this data folder: .*first \(process \d+\)\. Stop it first, or use another data folder\.$/,
      ),
    });
    expect(await findCluster(options)).toMatchObject({
      server: cluster.server,
      adminKubeconfig: cluster.adminKubeconfig,
      portalKubeconfig: cluster.portalKubeconfig,
    });
  });

  it('keeps its data, its address and handed out tokens over a restart', async () => {
    const { server } = cluster;
    await makeNamespace('kept');
    const oldPortal = kubeconfig(cluster.portalKubeconfig!);
    await cluster.stop();
    await expect(cluster.exited).resolves.toMatchObject({ expected: true });
    expect(await findCluster(options)).toBeUndefined();

    await start();
    expect(cluster.server).toBe(server);
    await core.readNamespace({ name: 'kept' });
    await oldPortal.makeApiClient(CoreV1Api).listNamespace();
  });

  it('says that it ended by itself, and starts again after that', async () => {
    const { pid } = await statusOf(options.dataDir);
    process.kill(pid, 'SIGKILL');
    await expect(cluster.exited).resolves.toEqual({
      expected: false,
      message: expect.stringMatching(/ended by itself \(SIGKILL\).*\.log/),
    });
    await start();
    await core.readNamespace({ name: 'kept' });
  });

  it('does not outlive a parent that is killed', async () => {
    const dataDir = join(folder, 'orphan');
    const parent = fork(join(__dirname, '__fixtures__/parent.cjs'), [dataDir], {
      execArgv: ['--require', '@backstage/cli/config/nodeTransform.cjs'],
    });
    await new Promise<unknown>((resolve, reject) => {
      // The loader talks over the same channel; its messages are objects.
      parent.on('message', message => {
        if (typeof message === 'string') {
          (message === 'ready' ? resolve : reject)(message);
        }
      });
      parent.on('exit', code => reject(new Error(`the parent ended: ${code}`)));
    });
    expect(await findCluster({ dataDir })).toBeDefined();
    parent.removeAllListeners('exit');
    parent.kill('SIGKILL');
    await eventually(async () =>
      expect(await findCluster({ dataDir })).toBeUndefined(),
    );
  });

  it('can be detached: started, kept, found and stopped', async () => {
    const detached = { ...options, dataDir: join(folder, 'detached') };
    const access = await startDetachedCluster(detached);
    try {
      expect(await startDetachedCluster(detached)).toEqual(access);
      expect(await findCluster(detached)).toEqual(access);
      await kubeconfig(access.portalKubeconfig!)
        .makeApiClient(CoreV1Api)
        .listNamespace();
    } finally {
      expect(await stopDetachedCluster(detached)).toBe(true);
    }
    expect(await stopDetachedCluster(detached)).toBe(false);
    expect(await findCluster(detached)).toBeUndefined();
  });

  it('gives up a start when asked, and leaves no process', async () => {
    const dataDir = join(folder, 'aborted');
    const controller = new AbortController();
    const starting = LocalCluster.start({ dataDir, signal: controller.signal });
    const failure = starting.then(
      () => undefined,
      error => error,
    );
    await eventually(async () =>
      expect(existsSync(join(dataDir, 'admin.kubeconfig'))).toBe(true),
    );
    controller.abort(new Error('changed my mind'));
    expect((await failure).message).toBe('changed my mind');
    expect(await findCluster({ dataDir })).toBeUndefined();
  });

  async function makeNamespace(name: string, labels?: Record<string, string>) {
    await core.createNamespace({ body: { metadata: { name, labels } } });
  }

  function makeConfigMap(namespace: string, name: string) {
    return core.createNamespacedConfigMap({
      namespace,
      body: { metadata: { name } },
    });
  }

  async function statusOf(dataDir: string): Promise<{ pid: number }> {
    const binary = await buildControlPlane();
    const { stdout } = spawnSync(binary, ['status', `--data-dir=${dataDir}`]);
    return JSON.parse(stdout.toString()).ready;
  }
});

function kubeconfig(path: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromFile(path);
  return config;
}

/** Repeats a check until it passes; its last failure is the test's once time is up. */
async function eventually<T>(check: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + TEST_TIMEOUT_MS / 2;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }
}

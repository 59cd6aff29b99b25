import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Kubeconfig } from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';
import { KubernetesConnection } from '../clusters/KubernetesConnection';
import { getTestControlPlane } from '../testing/controlPlane';
import { startTestPortal } from '../testing/startTestPortal';

type PortalOptions = Parameters<typeof startTestPortal>[0];

/**
 * A portal on the real control plane, with one environment of Dana's team that is ready.
 *
 * @param more - another control plane, and the catalog that goes with it
 */
export async function startRealEnvironment(
  knex: Knex,
  purpose: string,
  more: Partial<Pick<PortalOptions, 'clusters' | 'templates'>> = {},
) {
  const clusters = more.clusters ?? [
    {
      name: 'local',
      kubeconfig: { file: (await getTestControlPlane()).portalKubeconfig },
    },
  ];
  const folder = await mkdtemp(join(tmpdir(), `sandlot-${purpose}-`));
  const connections: KubernetesConnection[] = [];
  const portal = await startTestPortal({ knex, ...more, clusters });
  await portal.readCatalog();
  const dana = portal.as('dana');
  const { ref, revision } = await dana.getTemplate({
    namespace: 'default',
    name: 'team-sandbox',
  });
  const accepted = await dana.createEnvironment(
    {
      template: ref,
      revision,
      name: `${purpose}-${uuid().slice(0, 8)}`,
      owner: 'group:default/team-harbor',
      parameters: {},
    },
    uuid(),
  );
  await portal.finished(accepted.operation.id);
  const environment = await dana.getEnvironment(accepted.environment.id);

  return {
    portal,
    environment,

    /** Calls the API server as whoever was given it. */
    async connect({
      kubeconfig,
    }: Pick<Kubeconfig, 'kubeconfig'>): Promise<KubernetesConnection> {
      const file = join(folder, uuid());
      await writeFile(file, kubeconfig, { mode: 0o600 });
      const connection = KubernetesConnection.fromKubeconfig({ file });
      connections.push(connection);
      return connection;
    },

    async stop(): Promise<void> {
      const { operation } = await dana.deleteEnvironment(environment.id);
      await portal.finished(operation.id);
      await Promise.all(connections.map(one => one.close()));
      await portal.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type RealEnvironment = Awaited<ReturnType<typeof startRealEnvironment>>;

/** Asks until the API server answers so: its caches are told a little later. */
export async function eventually(
  status: number,
  call: () => Promise<unknown>,
): Promise<void> {
  for (;;) {
    const answer = await call().then(
      () => 200,
      error => error.status,
    );
    if (answer === status) return;
    await wait(50);
  }
}

import path from 'node:path';
import { NotFoundError } from '@backstage/errors';
import { measureVerification } from '../audit/measureVerification';
import { fromRoot } from '../paths';
import { findPort } from '../ports/findPort';
import { startPortal } from '../portal/startPortal';
import { createDatabase } from '../postgres/createDatabase';
import { startPostgres, toConnectionString } from '../postgres/PostgresServer';
import { runSession, Session } from '../session/runSession';
import { withTemporaryDir } from '../session/temporaryDir';
import { BENCH_PARTS, BenchPart } from './benchParts';

/** The database that Backstage makes for the environments plugin. */
const DATABASE = 'backstage_plugin_environments';

const TEMPLATE = 'service-sandbox';
/** Of the environments in the warm pool; all others are made from scratch. */
const POOLED_PARAMETERS = { replicas: 2 };
const DRIFT_EVERY_SECONDS = 20;

/** Options of `bench`. */
export interface BenchOptions {
  /** All, if absent. */
  only?: BenchPart;
  /** Sizes of the log that is queried, smallest first. */
  rows: number[];
  /** How many records are verified. */
  records: number;
}

type Part = (session: Session, options: BenchOptions) => Promise<void>;

/** Each with services and data of its own, so that none disturbs another. */
const PARTS: Record<BenchPart, Part> = {
  portal: measurePortal,
  sealing: measureSealing,
  queries: measureQueries,
  verification: async ({ stateDir }, { records }) =>
    console.log(await measureVerification(stateDir, records)),
};

/** Runs the measurements of bench/, and prints each beside its aim. */
export async function bench(options: BenchOptions): Promise<void> {
  const { only } = options;
  for (const name of BENCH_PARTS) {
    if (only !== undefined && name !== only) continue;
    console.log(`\n# ${name}\n`);
    await withTemporaryDir(stateDir =>
      runSession(stateDir, session => PARTS[name](session, options)),
    );
  }
}

async function measurePortal(session: Session): Promise<void> {
  const metricsPort = await findPort();
  process.env.OTEL_METRICS_EXPORTER = 'prometheus';
  process.env.OTEL_EXPORTER_PROMETHEUS_PORT = String(metricsPort);
  const { url, cluster, postgres } = await startPortal(session, {
    port: await findPort(),
    environments: {
      drift: { everySeconds: DRIFT_EVERY_SECONDS },
      // One person asks for what hundreds would.
      rateLimit: { requestsPerMinute: 0, changesPerMinute: 0 },
      pools: [{ template: TEMPLATE, size: 2, parameters: POOLED_PARAMETERS }],
    },
  });
  if (!('kubeconfig' in cluster.config)) {
    throw new NotFoundError(
      `The measurements need the local control plane: ${cluster.inMemoryBecause}.`,
    );
  }
  await runScript(session, 'bench/index.ts', {
    SANDLOT_URL: url,
    SANDLOT_METRICS_URL: `http://127.0.0.1:${metricsPort}/metrics`,
    SANDLOT_DRIFT_EVERY_SECONDS: String(DRIFT_EVERY_SECONDS),
    SANDLOT_POOLED_PARAMETERS: JSON.stringify(POOLED_PARAMETERS),
    SANDLOT_DATABASE_URL: toConnectionString(postgres, DATABASE),
    SANDLOT_TEST_PORTAL_KUBECONFIG: cluster.config.kubeconfig.file,
  });
}

async function measureSealing(session: Session): Promise<void> {
  await runScript(session, 'bench/sealing.ts', {
    SANDLOT_DATABASE_URL: await startDatabase(session),
  });
}

async function measureQueries(
  session: Session,
  { rows }: BenchOptions,
): Promise<void> {
  await runScript(session, 'bench/auditQuery.ts', {
    SANDLOT_DATABASE_URL: await startDatabase(session),
    SANDLOT_BENCH_ROWS: rows.join(','),
  });
}

/** @returns the URL of an empty database */
async function startDatabase(session: Session): Promise<string> {
  const { stages, supervisor, stateDir, logDir } = session;
  const connection = await stages.run('PostgreSQL', () =>
    startPostgres({
      dir: path.join(stateDir, 'postgres'),
      logDir,
      supervisor,
      temporary: true,
    }),
  );
  return createDatabase(connection, 'bench');
}

async function runScript(
  session: Session,
  script: string,
  env: Record<string, string>,
): Promise<void> {
  const { code } = await session.supervisor.runToEnd({
    name: 'Bench',
    command: process.execPath,
    args: [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      '--eval',
      `require(${JSON.stringify(fromRoot(script))}).run()`,
    ],
    cwd: fromRoot(),
    env: { ...process.env, ...env },
    logDir: session.logDir,
    echo: true,
  });
  if (code !== 0) process.exitCode = code;
}

import { LoggerService, UrlReaderService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import createKnex, { Knex } from 'knex';
import { AccessRevoker } from '../../access/AccessRevoker';
import { ElevationsService } from '../../access/ElevationsService';
import { ApprovalsService } from '../../approvals/ApprovalsService';
import { PendingChanges } from '../../approvals/PendingChanges';
import { Cluster } from '../../clusters/Cluster';
import { Clusters } from '../../clusters/Clusters';
import { DEFAULT_LEASE_TERMS } from '../../domain/lease';
import { DefaultDriftService } from '../../drift/DefaultDriftService';
import { DefaultUpgradesService } from '../../upgrades/DefaultUpgradesService';
import { everybodysAuthorizer, nobodysAuthorizer } from '../authorizers';
import { TestEngine, createTestEngine } from '../createTestEngine';
import { shopTemplate } from '../shopTemplate';
import { createTestCatalog } from '../testCatalog';

/** A backend with database and cluster of its own choice; it does not need Jest. */
export interface FaultEngine extends TestEngine {
  knex: Knex;
  cluster: Cluster;
  upgrades: DefaultUpgradesService;
  drift: DefaultDriftService;
  approvals: ApprovalsService;
  elevations: ElevationsService;
  accessRevoker: AccessRevoker;
  /** Between two looks at what is not done yet. */
  pauseMilliseconds: number;
  /** Present: it really runs out, and nobody moves it back. */
  leaseSeconds?: number;
  stop(): Promise<void>;
}

/** As knex takes it. */
export interface DatabaseConnection {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
}

export const silentLogger: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => silentLogger,
};

/** To whom environments are handed over; the catalog has it. */
export const NEXT_OWNER = 'group:default/team-orchard';

/** Who must agree to a longer lease, and to a larger size. */
const ELDERS = 'group:default/elders';
export const APPROVER = { ref: 'user:default/olu', groups: [ELDERS] };

/**
 * For a connection to the database. A machine with much else to do may take a minute for one; where
 * connections are broken the next ones are refused at once, which nobody waits for.
 */
const PATIENCE_MILLISECONDS = 300_000;

const SPEC = {
  // Only what has an end is restored.
  lease: { default: '7d', maximum: '30d' },
  policies: [
    {
      name: 'large',
      when: 'parameters.tier == "large"',
      effect: 'requireApproval',
      by: ELDERS,
      message: 'Large ones cost money',
    },
  ],
};

const ORCHARD = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'team-orchard' },
  spec: { type: 'team', children: [] },
};

/** Templates come from the catalog that the test holds, never from an address. */
const noUrlReader = new Proxy({} as UrlReaderService, {
  get(_, property) {
    throw new Error(`Nothing is to be read from a URL: ${String(property)}`);
  },
});

export async function createFaultEngine(options: {
  connection: DatabaseConnection;
  cluster: Cluster;
  /** A second if absent, as the engine itself looks. */
  pauseMilliseconds?: number;
  leaseSeconds?: number;
  /** Another engine has made the tables of this database. */
  isMigrated?: boolean;
}): Promise<FaultEngine> {
  const { connection, cluster, leaseSeconds, isMigrated } = options;
  const knex = createKnex({
    client: 'pg',
    connection: { ...connection },
    pool: { min: 0, max: 10 },
    // That connections break is what this is about.
    log: { warn() {}, error() {}, debug() {}, deprecate() {} },
    acquireConnectionTimeout: PATIENCE_MILLISECONDS,
  });
  const engine = await createTestEngine({
    knex,
    cluster,
    catalog: createTestCatalog([shopTemplate({ spec: SPEC }), ORCHARD]),
    logger: silentLogger,
    urlReader: noUrlReader,
    leaseSeconds,
    isMigrated,
    leaseTerms: { ...DEFAULT_LEASE_TERMS, approvers: [ELDERS] },
  });
  const { store, lifecycle } = engine;
  const clusters = Clusters.create([cluster]);
  const shared = { store, clusters, catalog: engine.catalog.service };
  const upgrades = DefaultUpgradesService.create({
    ...shared,
    policies: engine.policies,
  });
  return {
    ...engine,
    knex,
    cluster,
    pauseMilliseconds: options.pauseMilliseconds ?? 1000,
    leaseSeconds,
    upgrades,
    drift: DefaultDriftService.create(shared),
    approvals: new ApprovalsService({
      ...shared,
      auth: mockServices.auth(),
      authorizer: nobodysAuthorizer,
      changes: new PendingChanges({ store, makers: { lifecycle, upgrades } }),
      onAdmitted() {},
    }),
    elevations: new ElevationsService({
      ...shared,
      authorizer: everybodysAuthorizer,
    }),
    accessRevoker: new AccessRevoker(shared),
    async stop() {
      await store.jobs.stop().catch(() => {});
      await knex.destroy();
      await cluster.close();
    },
  };
}

/** Of a knex that a test was given. It keeps the password from being listed, and so from being passed on. */
export function connectionOf({ client }: Knex): DatabaseConnection {
  const { connection } = client.config;
  return { ...connection, password: connection.password };
}

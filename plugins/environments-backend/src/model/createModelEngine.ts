import { LoggerService } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { NotificationService } from '@backstage/plugin-notifications-node';
import createKnex, { Knex } from 'knex';
import { v7 as uuidv7 } from 'uuid';
import { Clusters } from '../clusters/Clusters';
import { InMemoryCluster } from '../clusters/InMemoryCluster';
import { Store } from '../database/Store';
import { DefaultDriftService } from '../drift/DefaultDriftService';
import { DriftSweep } from '../drift/DriftSweep';
import { DEFAULT_LEASE_TERMS } from '../domain/lease';
import { DefaultLifecycleService } from '../lifecycle/DefaultLifecycleService';
import { HibernationSweep } from '../lifecycle/HibernationSweep';
import { LeaseSweep } from '../lifecycle/LeaseSweep';
import { Limits } from '../limits/Limits';
import { WaitingList } from '../limits/WaitingList';
import { Policies } from '../policies/Policies';
import { PolicyRules } from '../policies/policiesConfig';
import { WarmPool } from '../pool/WarmPool';
import { Reconciler } from '../reconciler/Reconciler';
import { StraySweep } from '../reconciler/StraySweep';
import { Sweep } from '../reconciler/Sweep';
import { Caller } from '../service/Caller';
import { DefaultEnvironmentsService } from '../service/DefaultEnvironmentsService';
import { TemplateSource } from '../service/TemplateSource';
import { TemplateFiles } from '../templates/TemplateFiles';
import { TemplateRegistrar } from '../templates/TemplateRegistrar';
import { deliverRevision } from '../testing/deliverRevision';
import { connectionOf } from '../testing/faults/createFaultEngine';
import { createTestCatalog } from '../testing/testCatalog';
import { DefaultUpgradesService } from '../upgrades/DefaultUpgradesService';
import { ModelWorker, gatedCluster, gatedStore } from './ModelWorker';
import { VirtualClock } from './VirtualClock';
import { PLACES, modelTemplate } from './modelTemplate';

const TWIN = { name: 'twin', title: 'Twin', reality: 'memory' } as const;
export const OWNERS = ['group:default/harbor', 'group:default/orchard'];
export const GUESTS = ['user:default/milo', 'user:default/ada'];

export type ModelEngine = Awaited<ReturnType<typeof createModelEngine>>;

/**
 * The engine as the plugin puts it together, on a database and a clock of its own:
 * no HTTP, and no queue, which only dispatches. The test decides who works when.
 *
 * @param empty - a database with nothing in it
 */
export async function createModelEngine(empty: Knex) {
  const knex = createKnex({
    client: 'pg',
    connection: { ...connectionOf(empty) },
    searchPath: VirtualClock.searchPath,
    pool: { min: 3, max: 3 },
  });
  const clock = await VirtualClock.create(knex);
  const faults: string[] = [];
  const logger = listeningLogger(faults);
  const real = await Store.create(mockServices.database({ knex }), logger);
  const due = new Set<string>();
  // Jobs are only told of: what the queue does with them is not asked here.
  real.jobs.enqueue = async (_, operationId) => {
    due.add(operationId);
  };
  const store = gatedStore(real);

  let twin = InMemoryCluster.create({ info: TWIN, now: () => clock.now });
  const clusters = Clusters.create([gatedCluster(TWIN, () => twin)]);
  const limits = Limits.fromConfig(
    new ConfigReader({
      environments: {
        clusters: [
          { name: TWIN.name, inMemory: true, limits: { environments: PLACES } },
        ],
      },
    }),
    clusters,
  );
  const catalog = createTestCatalog([
    modelTemplate('Hello'),
    ...[...OWNERS, ...GUESTS].map(principal),
  ]);
  const registrar = new TemplateRegistrar({
    catalog: catalog.service,
    auth: mockServices.auth(),
    store,
    files: new TemplateFiles({
      urlReader: mockServices.urlReader.mock(),
      logger,
    }),
    lostAfterMinutes: 60,
    logger,
  });
  const shared = { store, clusters, catalog: catalog.service, limits, logger };
  const templates = new TemplateSource({ ...shared, registrar });
  const environments = DefaultEnvironmentsService.create({
    ...shared,
    templates,
    registrar,
    policies: new Policies({
      ...shared,
      rules: PolicyRules.none(),
      auth: mockServices.auth(),
    }),
  });
  const notifications: NotificationService = { async send() {} };
  const leaseTerms = DEFAULT_LEASE_TERMS;
  const template = await environments.getTemplate(
    newCaller(),
    'environmenttemplate:default/shop',
  );
  const next = await deliverRevision(knex, modelTemplate('Ahoy'));
  const reconciler = new Reconciler(shared);
  const strays = new StraySweep(shared);
  const drift = new DriftSweep(shared);
  const pool = new WarmPool({
    ...shared,
    templates,
    pools: [{ template: template.ref, size: 1 }],
  });
  const { environment, operation } = await clock.within(() =>
    environments.create(
      newCaller(),
      {
        template: template.ref,
        revision: template.revision,
        owner: OWNERS[0],
        name: 'alpha',
        parameters: {},
      },
      uuidv7(),
    ),
  );
  await clock.within(() => reconciler.run(operation.id));
  await clock.within(() => pool.run());
  const [warm] = await findPooled();
  await clock.within(() => reconciler.run(warm.operationId));
  const made = {
    ready: await readMade(knex, environment.id),
    warm: await readMade(knex, warm.id),
  };

  /** What was made ahead and is nobody's yet. */
  async function findPooled(): Promise<{ id: string; operationId: string }[]> {
    return knex('environments')
      .select('id', { operationId: 'operation_id' })
      .whereNotNull('pool')
      .whereNot('phase', 'Deleted')
      .orderBy('id');
  }

  return {
    knex,
    clock,
    store,
    environments,
    template: template.ref,
    revisions: [template.revision, next],
    newCaller,
    lifecycle: DefaultLifecycleService.create({
      ...shared,
      environments,
      auth: mockServices.auth(),
    }),
    upgrades: DefaultUpgradesService.create(shared),
    drift: DefaultDriftService.create(shared),
    findPooled,
    reconciler,
    sweeps: {
      operations: new Sweep(shared),
      leases: new LeaseSweep({ ...shared, notifications, leaseTerms }),
      plans: new HibernationSweep(shared),
      strays,
      drift,
      pool,
      waiting: new WaitingList({ ...shared, notifications }),
    },

    /** Operations that somebody put before the workers since this was last asked. */
    takeDue(): string[] {
      const ids = [...due];
      due.clear();
      return ids;
    },

    /** Faults that the engine itself calls unexpected, since this was last asked. */
    takeFaults: () => faults.splice(0),

    get twin() {
      return twin;
    },

    /** What earlier runs have left is out of the world, the log keeps it. */
    async begin(): Promise<void> {
      await clock.reset();
      twin = InMemoryCluster.create({ info: TWIN, now: () => clock.now });
      due.clear();
      faults.length = 0;
      await knex.raw(`
        with ended as (update operations set state = 'Failed' where state in ('Queued', 'Running'))
        update environments set phase = 'Deleted', legal_hold = null where phase <> 'Deleted'`);
    },

    /** A Ready environment without the way there, under ids of its own; `warm` is nobody's yet. */
    async plant(
      which: 'ready' | 'warm',
    ): Promise<{ id: string; operationId: string }> {
      const [id, operationId] = [uuidv7(), uuidv7()];
      const { uid, ids, rows: text } = made[which];
      const planted = text
        .replaceAll(ids.environment, id)
        .replaceAll(ids.operation, operationId);
      const { manifests } = JSON.parse(planted).environment;
      const { metadata } = await twin.createNamespace(manifests[0]);
      for (const manifest of manifests.slice(1)) await twin.apply(manifest);
      const rows = planted.replaceAll(uid, metadata.uid!);
      await knex.raw(
        `with rows as (select :rows::jsonb as made), begun as (
            insert into operations select operation.* from rows,
              jsonb_populate_record(null::operations, made -> 'operation') as operation)
          insert into environments select environment.* from rows,
            jsonb_populate_record(null::environments, made -> 'environment') as environment`,
        { rows },
      );
      return { id, operationId };
    },

    async stop(): Promise<void> {
      await Promise.all([strays.stop(), drift.stop()]);
      await real.jobs.stop();
      await knex.destroy();
    },
  };
}

/** The rows of an environment and its operation, as JSON. */
async function readMade(knex: Knex, id: string) {
  const { rows } = await knex.raw(
    `select namespace_uid as uid, json_build_object('environment', environments.id, 'operation', operations.id) as ids,
        json_build_object('environment', environments, 'operation', operations)::text as rows
      from environments join operations on operations.id = operation_id where environments.id = ?`,
    [id],
  );
  return rows[0] as {
    uid: string;
    ids: { environment: string; operation: string };
    rows: string;
  };
}

function principal(ref: string) {
  const [kind, name] = [ref.split(':')[0], ref.split('/')[1]];
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: kind === 'user' ? 'User' : 'Group',
    metadata: { name, namespace: 'default' },
    spec: {},
  };
}

/** Hears of what the engine did not expect, unless that is our doing. */
function listeningLogger(faults: string[]): LoggerService {
  const logger: LoggerService = {
    error(message) {
      const isOurs =
        ModelWorker.current?.isDead ||
        String(message).includes('The database is away');
      if (!isOurs) faults.push(String(message));
    },
    warn: message => faults.push(String(message)),
    info() {},
    debug() {},
    child: () => logger,
  };
  return logger;
}

function newCaller({ isOps = false } = {}): Caller {
  return {
    credentials: mockCredentials.user('user:default/dana'),
    actor: {
      ref: 'user:default/dana',
      kind: 'user',
      groups: OWNERS,
      authMethod: 'test',
    },
    ownership: ['user:default/dana', ...OWNERS],
    source: {},
    correlationId: uuidv7(),
    authorization: {
      permission: 'environments.environment.create',
      decision: 'ALLOW',
      basis: 'test',
    },
    managesTemplates: async () => true,
    authorizeLeaseOverride: async () => ({
      permission: 'environments.lease.override',
      decision: isOps ? 'ALLOW' : 'DENY',
      basis: 'test',
    }),
  };
}

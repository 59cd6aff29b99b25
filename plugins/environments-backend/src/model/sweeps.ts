import { BY_REQUEST, Change, NOTHING } from './Change';
import { Run } from './Run';
import { predictLapses } from './agreements';
import { Command } from './commands';
import { predictOwners } from './owners';
import { predictPool } from './predict';

export async function sweep(
  run: Run,
  what: Extract<Command, { do: 'sweep' }>['what'],
): Promise<Change | undefined> {
  if (what === 'pool') return fillPool(run);
  if (what === 'approvals') return endLapsed(run);
  if (what === 'owners') return followCatalog(run);
  await run.engine.sweeps[what].run();
  if (what === 'elevations') await requireNoneOverdue(run);
  return {
    operations: undefined,
    strays: NOTHING,
    elevations: NOTHING,
    leases: {
      may: ['phase', 'deleteAt', 'isAsleep', 'operationId'],
    } as Change,
    plans: { may: ['phase', 'isAsleep', 'operationId'] } as Change,
    waiting: { may: ['phase', 'expiresAt', 'latestEnd'] } as Change,
    drift: { may: ['drifted'] } as Change,
  }[what];
}

/** Nothing was in the way of the sweep. */
async function requireNoneOverdue(run: Run): Promise<void> {
  const { sweeps, clock, knex } = run.engine;
  await sweeps.access.run();
  const overdue = await knex('elevations')
    .whereIn('state', ['requested', 'open'])
    .whereIn('environment_id', run.ids)
    .where(knex.raw('coalesce(ends_at, lapses_at)'), '<=', new Date(clock.now));
  const left = await knex('access_accounts')
    .whereNotNull('revocation')
    .whereIn('environment_id', run.ids);
  for (const { account } of left) {
    run.breaches.push(`${account} is revoked, and was not deleted`);
  }
  for (const { id } of overdue) {
    run.breaches.push(`Elevation ${id} is over, and was not ended`);
  }
}

async function endLapsed(run: Run): Promise<Change> {
  const { gone, ended } = predictLapses(run.world);
  await run.engine.sweeps.approvals.run();
  const to = { phase: 'Deleting' as const };
  return { of: gone, to, may: BY_REQUEST, ends: ended };
}

/** One look at the catalog. */
export async function followCatalog(run: Run): Promise<Change> {
  const { each, missed } = predictOwners(run.world, run.history.missed);
  run.history.missed = missed;
  await run.engine.sweeps.owners.run();
  return { each };
}

async function fillPool(run: Run): Promise<Change> {
  const { makes, gone } = predictPool(run.world);
  await run.engine.sweeps.pool.run();
  const made = (await run.engine.findPooled())
    .map(({ id }) => id)
    .filter(id => !run.ids.includes(id));
  run.ids.push(...made);
  if (made.length !== Number(makes)) {
    run.breaches.push(`${made.length} were made ahead`);
  }
  // There is one in the pool: no two have failed since it was last looked after.
  const [failed] = gone;
  return failed
    ? { of: failed, to: { phase: 'Deleting' }, may: BY_REQUEST }
    : NOTHING;
}

import { v7 as uuidv7 } from 'uuid';
import { agreementOf } from '../upgrades/agreementOf';
import { findTarget } from '../upgrades/findTarget';
import { planUpgrade } from '../upgrades/planUpgrade';
import { EnvironmentView } from './World';
import { GUESTS, ModelEngine, OWNERS } from './createModelEngine';
import { SETTINGS } from './modelTemplate';
import { Request } from './predict';

const HOUR = 60 * 60_000;

/** Asks the engine for it, as somebody does who may. */
export async function ask(
  engine: ModelEngine,
  request: Request,
  { id, operationId, revision }: EnvironmentView,
): Promise<unknown> {
  const { lifecycle, environments, clock } = engine;
  const isOps = 'isOps' in request && request.isOps;
  const caller = engine.newCaller({ isOps });
  switch (request.do) {
    case 'delete':
      return environments.delete(caller, id);
    case 'cancel':
      return lifecycle.cancel(caller, operationId);
    case 'hold':
      return lifecycle.holdLegally(caller, id, 'A case');
    case 'endHold':
      return lifecycle.endLegalHold(caller, id, 'It is closed');
    case 'plan':
      return lifecycle.planHibernation(caller, id, { idleHours: 4 });
    case 'endPlan':
      return lifecycle.planHibernation(caller, id, {});
    case 'upgrade':
      return upgrade(engine, id, otherRevision(engine, revision));
    case 'rollback':
      return rollBack(engine, id);
    case 'revert':
      return engine.drift.decide(caller, id, {
        decision: 'revert',
        objects: [SETTINGS],
        reason: 'It is needed',
      });
    default:
  }
  const details = {
    kind: request.do,
    ...('hours' in request && {
      until: new Date(clock.now + request.hours * HOUR).toISOString(),
    }),
    ...('owner' in request && { owner: OWNERS[request.owner] }),
    ...('member' in request && { member: GUESTS[request.member] }),
  };
  return lifecycle.request(caller, id, details, uuidv7());
}

/** Of the two that there are. */
export function otherRevision(
  { revisions }: ModelEngine,
  revision: string,
): string {
  return revisions.find(one => one !== revision)!;
}

/** Agrees to the change without a look at the cluster, which may be away. */
async function upgrade(
  { store, upgrades, newCaller }: ModelEngine,
  id: string,
  revision: string,
): Promise<unknown> {
  const caller = newCaller();
  const options = { managesTemplates: true, revision };
  const environment = (await store.environments.get(id))!;
  const target = await findTarget(store, caller, environment, options);
  const { render } = planUpgrade(environment, target, {});
  const agreement = agreementOf('upgrade', environment, render!);
  return upgrades.upgrade(caller, id, { revision, agreement }, options);
}

async function rollBack(
  { store, upgrades, newCaller }: ModelEngine,
  id: string,
): Promise<unknown> {
  const environment = (await store.environments.get(id))!;
  const earlier = await store.environmentRenders.latestOf(id);
  const agreement = earlier
    ? agreementOf('rollback', environment, earlier)
    : `sha256:${'0'.repeat(64)}`;
  return upgrades.rollback(newCaller(), id, { agreement });
}

import { JsonObject } from '@backstage/types';
import { v7 as uuidv7 } from 'uuid';
import { Caller } from '../service/Caller';
import { agreementOf } from '../upgrades/agreementOf';
import { findTarget } from '../upgrades/findTarget';
import { planUpgrade } from '../upgrades/planUpgrade';
import { ElevationView, EnvironmentView } from './World';
import { Command } from './commands';
import { ModelEngine } from './createModelEngine';
import { GUESTS, OWNERS } from './people';
import { SETTINGS } from './modelTemplate';
import { Request } from './predict';

const HOUR = 60 * 60_000;

/** Asks the engine for it, as somebody does who may. */
export async function ask(
  engine: ModelEngine,
  request: Request,
  { id, operationId, revision, tier }: EnvironmentView,
): Promise<unknown> {
  const { lifecycle, environments, clock } = engine;
  const isOps = 'isOps' in request && request.isOps;
  const isNew = 'isNew' in request && request.isNew;
  const caller = engine.newCaller({ isOps, isNew });
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
      return upgrade(engine, caller, id, {
        revision: otherRevision(engine, revision),
      });
    case 'resize':
      return upgrade(engine, caller, id, {
        revision,
        parameters: { tier: otherTier(tier) },
      });
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
    reason: 'It is needed',
    ...('hours' in request && {
      until: new Date(clock.now + request.hours * HOUR).toISOString(),
    }),
    ...('owner' in request && { owner: OWNERS[request.owner] }),
    ...('member' in request && { member: GUESTS[request.member] }),
  };
  return lifecycle.request(caller, id, details, uuidv7());
}

/** The same for ways into the namespace; somebody else agrees. */
export function askForAccess(
  { elevations, environments, newCaller }: ModelEngine,
  command: Extract<Command, { person: number }>,
  id: string,
  { person, current }: { person: string; current?: ElevationView },
): Promise<unknown> {
  const caller = newCaller({ by: person });
  switch (command.do) {
    case 'elevate':
      return elevations.request(caller, id, { minutes: 30, reason: 'A fault' });
    case 'grant':
      return elevations.decide(newCaller(), id, current!.id, {
        decision: 'approve',
      });
    case 'giveBack':
      return elevations.close(caller, id, current!.id);
    default:
      return environments.createKubeconfig(caller, id, {
        role: command.isElevated ? 'elevated' : 'owner',
        expirationSeconds: 3600,
        form: 'token',
      });
  }
}

/** Of the two that there are. */
export function otherRevision(
  { revisions }: ModelEngine,
  revision: string,
): string {
  return revisions.find(one => one !== revision)!;
}

export function otherTier(tier: string): string {
  return tier === 'small' ? 'large' : 'small';
}

/** Agrees to the change without a look at the cluster, which may be away. */
async function upgrade(
  { store, upgrades }: ModelEngine,
  caller: Caller,
  id: string,
  change: { revision: string; parameters?: JsonObject },
): Promise<unknown> {
  const { revision } = change;
  const options = { managesTemplates: true, revision };
  const environment = (await store.environments.get(id))!;
  const target = await findTarget(store, caller, environment, options);
  const { render } = planUpgrade(environment, target, change);
  const agreement = agreementOf('upgrade', environment, render!);
  return upgrades.upgrade(caller, id, { ...change, agreement }, options);
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

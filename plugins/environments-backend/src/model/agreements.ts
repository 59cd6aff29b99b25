import { ApprovalView, EnvironmentView, OperationView, World } from './World';
import { ELDERS } from './people';
import { isPossible, ways } from './expected';
import { hasRoomFor, isLaterEnd, operationOf, toEnd, toOwner } from './predict';

/** What becomes of a decision, and of what it is about. */
export type Outcome =
  /** It is refused, and nothing changes. */
  | { is: 'refused' }
  /** It was taken down before. */
  | { is: 'known' }
  /** It is taken down, and others must agree too. */
  | { is: 'noted' }
  /** Somebody said no: nothing is made or changed. */
  | { is: 'ended' }
  /** It is refused, since what was asked for can't be done any more, and ends that. */
  | { is: 'outdated' }
  /** All have agreed: this changes. */
  | { is: 'done'; to: Partial<EnvironmentView> };

/** The change that somebody asks to be agreed to, and that waits. */
export function awaitingIn({ operations }: World): OperationView[] {
  return operations.filter(({ state }) => state === 'AwaitingApproval');
}

/** First those that nobody has decided on. */
export function openFirst({ approvals }: World): ApprovalView[] {
  const isOpen = ({ state }: ApprovalView) => state === 'pending';
  return [
    ...approvals.filter(isOpen),
    ...approvals.filter(approval => !isOpen(approval)),
  ];
}

/** @param asked - the environment as it was when the change was asked for; undefined of what is to be made */
export function predictDecision(
  world: World,
  approval: ApprovalView,
  decision: 'approve' | 'reject',
  by: string,
  asked: EnvironmentView | undefined,
): Outcome {
  const { state, decisions, requestedBy, count, operationId } = approval;
  const own = decisions.find(one => one.by === by);
  if (own?.decision === decision) return { is: 'known' };
  const isOver = approval.expiresAt <= world.now;
  if (state !== 'pending' || isOver || by === requestedBy || own) {
    return { is: 'refused' };
  }
  if (decision === 'reject') return { is: 'ended' };
  if (decisions.length + 1 < count) return { is: 'noted' };
  const environment = world.environments.find(
    ({ id }) => id === approval.environmentId,
  )!;
  const operation = world.operations.find(({ id }) => id === operationId)!;
  return operation.kind === 'create'
    ? { is: 'done', to: { phase: 'Waiting' } }
    : carryOut(world, environment, operation, asked!);
}

/** What was agreed to is done just as it was asked for, or not at all. */
function carryOut(
  world: World,
  environment: EnvironmentView,
  { kind, asked }: OperationView,
  was: EnvironmentView,
): Outcome {
  const { owner, revision, tier, name } = environment;
  if (!isPossible(kind, environment)) {
    // What passes by itself is waited for; a lease that has been restored is not.
    return kind === 'restore' && environment.deleteAt === null
      ? { is: 'outdated' }
      : { is: 'refused' };
  }
  const isTheSame =
    owner === was.owner && revision === was.revision && tier === was.tier;
  const { until, owner: heir, tier: choice } = asked!;
  if (kind === 'extend' || kind === 'restore') {
    return isTheSame && isLaterEnd(until!, world, environment)
      ? { is: 'done', to: toEnd(kind, until!) }
      : { is: 'outdated' };
  }
  const during = { phase: ways[kind].during! };
  if (kind === 'transfer') {
    return isTheSame &&
      hasRoomFor(world, heir!, name) &&
      !world.gone.includes(heir!)
      ? { is: 'done', to: { ...during, ...toOwner(heir!) } }
      : { is: 'outdated' };
  }
  return isTheSame
    ? { is: 'done', to: { ...during, tier: choice } }
    : { is: 'outdated' };
}

/** What nobody decided on in time, when that is looked after. */
export function predictLapses(world: World): {
  /** Ids of environments that are not made. */
  gone: string[];
  /** Ids of operations that are not done. */
  ended: string[];
} {
  const due = world.approvals.filter(
    ({ state, expiresAt }) => state === 'pending' && expiresAt <= world.now,
  );
  const waiting = awaitingIn(world).map(({ id }) => id);
  return {
    gone: due
      .filter(({ operationId }) => !waiting.includes(operationId))
      .map(({ environmentId }) => environmentId),
    ended: due
      .map(({ operationId }) => operationId)
      .filter(id => waiting.includes(id)),
  };
}

type Invariant = (world: World) => string[];

/** What holds of all that somebody must agree to. */
export const agreementInvariants: Record<string, Invariant> = {
  'one change of a kind waits': world => {
    const keys = awaitingIn(world).map(
      ({ environmentId, kind }) =>
        `${environmentId} ${kind === 'restore' ? 'extend' : kind}`,
    );
    return keys.filter((key, index) => keys.indexOf(key) < index);
  },

  'what waits has nobody at work, nor anything in hand': world =>
    awaitingIn(world)
      .filter(
        ({ id, attempt }) =>
          attempt > 0 ||
          world.environments.some(({ operationId }) => operationId === id),
      )
      .map(({ id, kind }) => `${kind} ${id}`),

  'somebody is asked just as long as it waits': world =>
    world.approvals
      .filter(
        approval =>
          (approval.state === 'pending') !== isAwaited(world, approval),
      )
      .map(({ id, state }) => `${id} is ${state}`),

  'agreement is that of as many others as must agree': ({ approvals }) =>
    approvals.flatMap(({ id, state, count, requestedBy, decisions }) => {
      const agreed = decisions.filter(one => one.decision === 'approve').length;
      const isRejected = agreed < decisions.length;
      const isRight =
        decisions.every(
          ({ by }) => ELDERS.includes(by) && by !== requestedBy,
        ) &&
        (state === 'approved') === agreed >= count &&
        (state === 'rejected') === isRejected;
      return isRight
        ? []
        : [`${id} is ${state} by ${JSON.stringify(decisions)}, of ${count}`];
    }),

  'nothing is made that was not agreed to': world =>
    world.environments
      .filter(environment => {
        const { id, kind } = operationOf(world, environment);
        const asked = world.approvals.filter(one => one.operationId === id);
        return (
          asked.some(({ state }) => state !== 'approved') &&
          !(kind === 'create' && environment.phase === 'AwaitingApproval')
        );
      })
      .map(({ id, phase }) => `${id} is ${phase}`),
};

function isAwaited(
  world: World,
  { operationId, environmentId }: ApprovalView,
): boolean {
  const isMadeOf = world.environments.some(
    one =>
      one.id === environmentId &&
      one.operationId === operationId &&
      one.phase === 'AwaitingApproval',
  );
  return isMadeOf || awaitingIn(world).some(({ id }) => id === operationId);
}

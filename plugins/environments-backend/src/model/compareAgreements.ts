import { Change } from './Change';
import { EnvironmentView, OperationView, World } from './World';
import { awaitingIn } from './agreements';
import { otherTier } from './ask';
import { OWNERS } from './people';
import { Request } from './predict';

const HOUR = 60 * 60_000;

/** What waits for agreement, or was decided, other than the model has it. */
export function compareAgreements(
  before: World,
  after: World,
  change: Change,
): string[] {
  return [
    ...compareWaiting(before, after, change),
    ...compareDecisions(before, after, change),
  ];
}

function compareWaiting(
  before: World,
  after: World,
  { asks, ends = [] }: Change,
): string[] {
  const [was, is] = [awaitingIn(before), awaitingIn(after)];
  const ended = was.filter(one => !is.some(({ id }) => id === one.id));
  const begun = is.filter(one => !was.some(({ id }) => id === one.id));
  const mustEnd = was.filter(
    ({ id, environmentId }) =>
      ends.includes(id) || isAtItsEnd(before, after, environmentId),
  );
  const isAsAsked =
    begun.length === Number(asks !== undefined) &&
    begun.every(one => isWhatWasAsked(before, one, asks!));
  return [
    ...(isAsAsked
      ? []
      : [
          `${JSON.stringify(begun)} begins to wait, not ${JSON.stringify(
            asks,
          )}`,
        ]),
    ...ended
      .filter(one => !mustEnd.includes(one))
      .map(({ kind, id }) => `${kind} ${id} does not wait any more`),
    ...mustEnd
      .filter(one => !ended.includes(one))
      .map(({ kind, id }) => `${kind} ${id} still waits`),
  ];
}

/** What waits ends with the lease, and with the environment. */
function isAtItsEnd(before: World, after: World, id: string): boolean {
  const of = ({ environments }: World) =>
    environments.find(environment => environment.id === id) as EnvironmentView;
  const [was, is] = [of(before), of(after)];
  const hasExpired = was.deleteAt === null && is.deleteAt !== null;
  return hasExpired || ['Deleting', 'Deleted'].includes(is.phase);
}

function isWhatWasAsked(
  { environments, now }: World,
  { environmentId, kind, asked }: OperationView,
  { of, request }: { of: string; request: Request },
): boolean {
  const { tier } = environments.find(({ id }) => id === of)!;
  return (
    environmentId === of &&
    kind === (request.do === 'resize' ? 'upgrade' : request.do) &&
    asked!.until === ('hours' in request ? now + request.hours * HOUR : null) &&
    asked!.owner === ('owner' in request ? OWNERS[request.owner] : null) &&
    asked!.tier === (request.do === 'resize' ? otherTier(tier) : tier)
  );
}

function compareDecisions(
  before: World,
  after: World,
  { decides }: Change,
): string[] {
  return after.approvals.flatMap(({ id, decisions }) => {
    const was = before.approvals.find(one => one.id === id)?.decisions ?? [];
    const isNoted = decides?.id === id;
    const isRight =
      decisions.length === was.length + Number(isNoted) &&
      (!isNoted || decisions.some(({ by }) => by === decides.by));
    return isRight ? [] : [`${id} is decided by ${JSON.stringify(decisions)}`];
  });
}

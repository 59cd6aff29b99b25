import { Change, NOTHING } from './Change';
import { Run } from './Run';
import { EnvironmentView } from './World';
import { Command } from './commands';
import { LEAVERS, VISITORS, newCaller } from './people';
import { endOfLink, isGood, mayRead, revokeLink } from './shares';

const HOUR = 60 * 60_000;

/** A link for somebody outside the team. */
export async function share(
  run: Run,
  environment: EnvironmentView,
  hours: number | undefined,
): Promise<Change> {
  const { id } = environment;
  const endsAt = endOfLink(run.world, environment, hours);
  const until = new Date(run.world.now + (hours ?? 0) * HOUR).toISOString();
  const made = await run.answerOf(
    run.engine.shares.create(newCaller(), id, {
      label: 'A client',
      ...(hours !== undefined && { expiresAt: until }),
    }),
    endsAt !== undefined,
  );
  if (made && endsAt !== undefined) {
    run.history.links.push({
      id: made.share.id,
      environmentId: id,
      code: made.code,
      endsAt,
      isRevoked: false,
      readers: new Set(),
    });
  }
  return NOTHING;
}

/** Somebody from outside opens a link, or whoever may takes it back. */
export async function useLink(
  run: Run,
  command: Extract<Command, { do: 'open' | 'revoke' }>,
): Promise<Change | undefined> {
  const { links } = run.history;
  const link = links[command.of % links.length];
  if (!link) return undefined;
  const { shares } = run.engine;
  const { id, environmentId, code } = link;
  if (command.do === 'revoke') {
    await run.answerOf(shares.revoke(newCaller(), environmentId, id), true);
    revokeLink(run.world, link);
    return NOTHING;
  }
  const visitor = VISITORS[command.visitor];
  const isExpected = isGood(run.world, link);
  const answer = shares.redeem(newCaller({ by: visitor }), environmentId, code);
  await run.answerOf(answer, isExpected);
  if (isExpected) link.readers.add(visitor);
  return NOTHING;
}

/** By the page of the environment, which is there for nobody else. */
export async function read(
  run: Run,
  environment: EnvironmentView,
  visitor: string,
): Promise<Change> {
  const { world, history, engine } = run;
  await run.answerOf(
    engine.readable.get(newCaller({ by: visitor }), environment.id),
    mayRead(world, history.links, environment, visitor),
  );
  return NOTHING;
}

/** What the catalog has from now on; nobody looks at it yet. */
export async function changeCatalog(
  { engine }: Run,
  { do: what, who }: Extract<Command, { do: 'leave' | 'comeBack' }>,
): Promise<Change> {
  engine.changeCatalog(LEAVERS[who], what === 'comeBack');
  return NOTHING;
}

import { v7 as uuidv7 } from 'uuid';
import { BY_REQUEST, Change, NOTHING } from './Change';
import { Run } from './Run';
import { EnvironmentView } from './World';
import { currentOf, isInsider, isToBeHad } from './access';
import { awaitingIn } from './agreements';
import { ask, askForAccess, otherRevision } from './ask';
import { Command } from './commands';
import { decide } from './decide';
import { INSIDERS } from './people';
import { Request, predict, predictCreation } from './predict';

export async function create(
  run: Run,
  wish: {
    owner: string;
    name: string;
    isNew: boolean;
  },
): Promise<Change> {
  const { owner, name, isNew } = wish;
  const { environments, template, revisions, newCaller } = run.engine;
  const expected = predictCreation(run.world, wish);
  const id = await run.answerOf(
    environments
      .create(
        newCaller({ isNew }),
        { template, revision: revisions[0], owner, name, parameters: {} },
        uuidv7(),
      )
      .then(({ environment }) => environment.id),
    expected !== undefined,
  );
  if (!id || !expected) return NOTHING;
  const { warm, to } = expected;
  if (warm ? id !== warm : run.ids.includes(id)) {
    run.breaches.push(`It is ${id}, and must be ${warm ?? 'a new one'}`);
  }
  if (!warm) run.ids.push(id);
  return { of: id, to, may: warm ? BY_REQUEST : undefined };
}

export async function requestChange(
  run: Run,
  request: Request,
  environment: EnvironmentView,
): Promise<Change> {
  const expected = predict(request, run.world, environment);
  const { id, revision } = environment;
  const answer = ask(run.engine, request, environment);
  await run.answerOf(answer, expected !== undefined);
  if (!expected) return NOTHING;
  if (expected === 'waits') return { of: 'none', asks: { of: id, request } };
  return {
    of: id,
    to:
      'revision' in expected
        ? {
            ...expected,
            revision: expected.revision ?? otherRevision(run.engine, revision),
          }
        : expected,
    may: BY_REQUEST,
  };
}

export async function decideOn(
  run: Run,
  command: Extract<Command, { do: 'agree' | 'reject' }>,
): Promise<Change | undefined> {
  const decided = decide(run.engine, run.world, run.history.asked, command);
  if (!decided) return undefined;
  await run.answerOf(decided.answer, decided.isExpected);
  return decided.change;
}

/** By those who may, of what is in their own namespace. */
export async function askForWay(
  run: Run,
  command: Extract<Command, { do: 'elevate' | 'grant' | 'giveBack' | 'enter' }>,
  environment: EnvironmentView,
): Promise<Change | undefined> {
  const person = INSIDERS[command.person];
  const { namespace, uid } = environment;
  const live = run.world.namespaces.find(({ name }) => name === namespace);
  const isTheirs =
    uid !== null && live?.uid === uid && !run.history.strangers.has(uid);
  if (!isInsider(person, environment) || !isTheirs) return undefined;
  const current = currentOf(run.world, environment, person);
  if (!current && (command.do === 'grant' || command.do === 'giveBack')) {
    return undefined;
  }
  const answer = askForAccess(run.engine, command, environment.id, {
    person,
    current,
  });
  const what =
    command.do === 'enter' && command.isElevated ? 'enterElevated' : command.do;
  await run.answerOf(
    answer,
    what === 'giveBack' || isToBeHad(run.world, environment, person, what),
  );
  run.history.hasAccess = true;
  return NOTHING;
}

export async function withdraw(
  run: Run,
  of: number,
): Promise<Change | undefined> {
  const waiting = awaitingIn(run.world);
  const operation = waiting[of % waiting.length];
  if (!operation) return undefined;
  const { lifecycle, newCaller } = run.engine;
  const answer = lifecycle.cancel(newCaller(), operation.id);
  await run.answerOf(answer, true);
  return { ...NOTHING, ends: [operation.id] };
}

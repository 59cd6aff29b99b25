import { NOTHING, Change } from './Change';
import { Run } from './Run';
import { EnvironmentView } from './World';
import { Command } from './commands';
import { Script } from './script';
import { ModelEngine } from './createModelEngine';
import { skip } from './history';
import { loseSomething } from './losses';
import { changeCatalog, read, share, useLink } from './outsiders';
import { OWNERS, VISITORS } from './people';
import {
  askForWay,
  create,
  decideOn,
  requestChange,
  withdraw,
} from './requests';
import { settle } from './rest';
import { meddle } from './strangers';
import { sweep } from './sweeps';
import { goOn, pass, work } from './workers';

const HOUR = 3600_000;
const NAMES = ['alpha', 'beta'];

/**
 * One run, from its beginning until everything has come to rest.
 *
 * @throws Error that says after which command what did not hold
 */
export async function live(engine: ModelEngine, script: Script): Promise<void> {
  await engine.begin();
  const run = new Run(engine);
  await engine.clock.within(async () => {
    await begin(run, script.start);
    for (const command of script.commands) await doOne(run, command);
    await settle(run);
  });
}

async function begin(run: Run, start: Script['start']): Promise<void> {
  if (start === 'asked' || start === 'awaiting') {
    const isNew = start === 'awaiting';
    await doOne(run, { do: 'create', owner: 0, name: 0, isNew });
    if (isNew) await doOne(run, { do: 'agree', of: 0, by: 0 });
    return;
  }
  const { id, operationId } = await run.engine.plant(
    start === 'claimed' ? 'warm' : 'ready',
  );
  run.ids.push(id);
  skip(operationId, run.history);
  await run.look('the beginning', {});
  if (start === 'expired') await expire(run);
  if (start === 'claimed') {
    await doOne(run, { do: 'create', owner: 0, name: 0, isNew: false });
  }
  if (start === 'changing') {
    await doOne(run, { do: 'resize', of: 0, isNew: true });
    await doOne(run, { do: 'agree', of: 0, by: 0 });
  }
  if (start === 'elevated') {
    await doOne(run, { do: 'elevate', of: 0, person: 0 });
    await doOne(run, { do: 'grant', of: 0, person: 0 });
    await doOne(run, { do: 'enter', of: 0, person: 0, isElevated: true });
  }
  if (start === 'shared') {
    await doOne(run, { do: 'share', of: 0, hours: 72 });
    await doOne(run, { do: 'open', of: 0, visitor: 0 });
  }
  if (start === 'left') await leave(run);
  if (start === 'extending') {
    await doOne(run, { do: 'extend', of: 0, hours: 200, isOps: false });
  }
}

/** People are told, twice, and have their half an hour; then a worker could begin. */
async function expire(run: Run): Promise<void> {
  for (const milliseconds of [47 * HOUR, 2 * HOUR, HOUR]) {
    await doOne(run, { do: 'pass', milliseconds, alive: false });
    await doOne(run, { do: 'sweep', what: 'leases' });
  }
  if (run.world.environments[0].deleteAt === null) {
    throw new Error('Its lease has not ended, as it should have by now');
  }
}

/** A person has it, beside whom a group may use it; and then they are gone. */
async function leave(run: Run): Promise<void> {
  await doOne(run, { do: 'transfer', of: 0, owner: 2, isNew: false });
  await doOne(run, { do: 'work', of: 0 });
  await doOne(run, { do: 'addMember', of: 0, member: 2 });
  await doOne(run, { do: 'leave', who: 0 });
  await doOne(run, { do: 'sweep', what: 'owners' });
}

async function doOne(run: Run, command: Command): Promise<void> {
  run.world = { ...run.world, now: run.engine.clock.now };
  const change = await carryOut(run, command);
  if (change) await run.look(JSON.stringify(command), change);
}

/** @returns what may have changed; undefined if nothing was done */
async function carryOut(
  run: Run,
  command: Command,
): Promise<Change | undefined> {
  switch (command.do) {
    case 'create':
      return create(run, {
        owner: OWNERS[command.owner],
        name: NAMES[command.name],
        isNew: command.isNew,
      });
    case 'pass':
      return pass(run, command.milliseconds, command.alive);
    case 'sweep':
      return sweep(run, command.what);
    case 'agree':
    case 'reject':
      return decideOn(run, command);
    case 'leave':
    case 'comeBack':
      return changeCatalog(run, command);
    case 'open':
    case 'revoke':
      return useLink(run, command);
    case 'withdraw':
      return withdraw(run, command.of);
    case 'wake': {
      const { worker: index, ...how } = command;
      const one = run.frozen[index % run.frozen.length];
      return one && goOn(run, one, how);
    }
    default:
  }
  const isMeant =
    command.do === 'work' ||
    command.do === 'squat' ||
    command.do === 'replace' ||
    command.do === 'lose'
      ? () => true
      : // What is nobody's yet nobody sees, and asks nothing of.
        ({ isPooled }: EnvironmentView) => !isPooled;
  const meant = run.world.environments.filter(isMeant);
  const environment = meant[command.of % meant.length];
  if (!environment) return undefined;
  switch (command.do) {
    case 'work':
      return work(run, environment, command);
    case 'squat':
    case 'replace': {
      // Between a worker's look and its call nobody could keep others from that.
      if (run.frozen.length > 0) return undefined;
      const uid = await meddle(run.engine, command.do, environment);
      if (uid) run.history.strangers.add(uid);
      return NOTHING;
    }
    case 'lose':
      return loseSomething(run, environment);
    case 'share':
      return share(run, environment, command.hours);
    case 'read':
      return read(run, environment, VISITORS[command.visitor]);
    case 'elevate':
    case 'grant':
    case 'giveBack':
    case 'enter':
      return askForWay(run, command, environment);
    default:
      return requestChange(run, command, environment);
  }
}

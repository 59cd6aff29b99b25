import { isDeepStrictEqual } from 'node:util';
import { toError } from '@backstage/errors';
import { v7 as uuidv7 } from 'uuid';
import { ModelWorker } from './ModelWorker';
import { EnvironmentView, World, lookAt } from './World';
import { ask, otherRevision } from './ask';
import { Command, Script } from './commands';
import { ModelEngine, OWNERS } from './createModelEngine';
import { findDifferences } from './findDifferences';
import { follow, invariants, newHistory, remember, skip } from './invariants';
import { LOSABLE, PLACES } from './modelTemplate';
import {
  Request,
  placedIn,
  predict,
  predictCreation,
  predictPool,
} from './predict';
import { findTouched, lose, meddle } from './strangers';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const NAMES = ['alpha', 'beta'];
/** A call to a cluster is given up after that: nobody is slow, and alive, for longer. */
const LONGEST_CALL = 9 * SECOND;
const RENEWAL = 3 * SECOND;
/** Longer than any lease of a worker and any pause before another try. */
const ROUND = 70 * SECOND;
const MOST_ROUNDS = 12;

/** Faults of a worker's surroundings, with which it may end. */
const EXPECTED = ['ServiceUnavailableError', 'UnwrittenError', 'FencedError'];

/** What may be other than it was, of one environment or of any. */
interface Change {
  of?: string;
  /** Just this. */
  to?: Partial<EnvironmentView>;
  /** Any of these, as the invariants permit. */
  may?: (keyof EnvironmentView)[];
}

const NOTHING: Change = { of: 'none' };
const BY_REQUEST: Change['may'] = ['operationId', 'earlier', 'drifted'];
const BY_WORKERS: Change['may'] = [
  'phase',
  'uid',
  'isAsleep',
  'hasSizes',
  // Of what is deleted nothing is kept.
  'earlier',
  'drifted',
];
/** They bring back what somebody has deleted. */
const APPLYING = ['claim', 'revert', 'rollback', 'transfer', 'upgrade'];

/** One run: environments on an engine, and beside it what the model says of them. */
export class Life {
  readonly #engine: ModelEngine;
  readonly #history = newHistory();
  readonly #ids: string[] = [];
  #world: World = {
    now: 0,
    environments: [],
    operations: [],
    records: [],
    recordCount: 0,
    namespaces: [],
  };
  /** Of each environment that somebody has deleted something of: its operations until then. */
  readonly #lost = new Map<string, string[]>();
  #frozen: { worker: ModelWorker; operationId: string }[] = [];
  #breaches: string[] = [];

  /** @throws Error that says after which command what did not hold */
  static async live(engine: ModelEngine, script: Script): Promise<void> {
    await engine.begin();
    const life = new Life(engine);
    await engine.clock.within(async () => {
      await life.#begin(script.start);
      for (const command of script.commands) await life.#do(command);
      await life.#settle();
    });
  }

  private constructor(engine: ModelEngine) {
    this.#engine = engine;
  }

  async #begin(start: Script['start']): Promise<void> {
    if (start === 'asked') {
      await this.#do({ do: 'create', owner: 0, name: 0 });
      return;
    }
    const { id, operationId } = await this.#engine.plant(
      start === 'claimed' ? 'warm' : 'ready',
    );
    this.#ids.push(id);
    skip(operationId, this.#history);
    await this.#look('the beginning', {});
    if (start === 'expired') await this.#expire();
    if (start === 'claimed') {
      await this.#do({ do: 'create', owner: 0, name: 0 });
    }
  }

  /** People are told, twice, and have their half an hour; then a worker could begin. */
  async #expire(): Promise<void> {
    for (const milliseconds of [47 * HOUR, 2 * HOUR, HOUR]) {
      await this.#do({ do: 'pass', milliseconds, alive: false });
      await this.#do({ do: 'sweep', what: 'leases' });
    }
    if (this.#world.environments[0].deleteAt === null) {
      throw new Error('Its lease has not ended, as it should have by now');
    }
  }

  async #do(command: Command): Promise<void> {
    this.#world = { ...this.#world, now: this.#engine.clock.now };
    const change = await this.#carryOut(command);
    if (change) await this.#look(JSON.stringify(command), change);
  }

  /** @returns what may have changed; undefined if nothing was done */
  async #carryOut(command: Command): Promise<Change | undefined> {
    switch (command.do) {
      case 'create':
        return this.#create(OWNERS[command.owner], NAMES[command.name]);
      case 'pass':
        return this.#pass(command.milliseconds, command.alive);
      case 'sweep':
        return this.#sweep(command.what);
      case 'wake': {
        const { worker: index, ...how } = command;
        const one = this.#frozen[index % this.#frozen.length];
        return one && this.#goOn(one, how);
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
    const meant = this.#world.environments.filter(isMeant);
    const environment = meant[command.of % meant.length];
    if (!environment) return undefined;
    switch (command.do) {
      case 'work': {
        const { operationId } = environment;
        const worker = await ModelWorker.start(this.#engine.clock, () =>
          this.#engine.reconciler.run(operationId),
        );
        return this.#goOn({ worker, operationId }, command);
      }
      case 'squat':
      case 'replace': {
        // Between a worker's look and its call nobody could keep others from that.
        if (this.#frozen.length > 0) return undefined;
        const uid = await meddle(this.#engine, command.do, environment);
        if (uid) this.#history.strangers.add(uid);
        return NOTHING;
      }
      case 'lose':
        return this.#lose(environment);
      default:
        return this.#request(command, environment);
    }
  }

  async #create(owner: string, name: string): Promise<Change> {
    const { environments, template, revisions, newCaller } = this.#engine;
    const expected = predictCreation(this.#world, owner, name);
    const id = await this.#answerOf(
      environments
        .create(
          newCaller(),
          { template, revision: revisions[0], owner, name, parameters: {} },
          uuidv7(),
        )
        .then(({ environment }) => environment.id),
      expected !== undefined,
    );
    if (!id || !expected) return NOTHING;
    const { warm, to } = expected;
    if (warm ? id !== warm : this.#ids.includes(id)) {
      this.#breaches.push(`It is ${id}, and must be ${warm ?? 'a new one'}`);
    }
    if (!warm) this.#ids.push(id);
    return { of: id, to, may: warm ? BY_REQUEST : undefined };
  }

  /** Only of what nobody works on: what becomes of it in the midst of an operation is open. */
  async #lose(environment: EnvironmentView): Promise<Change | undefined> {
    const { id, phase } = environment;
    if (phase !== 'Ready' || this.#frozen.length > 0) return undefined;
    if (!(await lose(this.#engine, environment))) return undefined;
    const known = this.#world.operations.map(operation => operation.id);
    this.#lost.set(id, known);
    await this.#engine.sweeps.drift.run();
    return { may: ['drifted'] };
  }

  async #request(
    request: Request,
    environment: EnvironmentView,
  ): Promise<Change> {
    const expected = predict(request, this.#world, environment);
    const { id, revision } = environment;
    const answer = ask(this.#engine, request, environment);
    await this.#answerOf(answer, expected !== undefined);
    if (!expected) return NOTHING;
    return {
      of: id,
      to:
        'revision' in expected
          ? {
              ...expected,
              revision:
                expected.revision ?? otherRevision(this.#engine, revision),
            }
          : expected,
      may: BY_REQUEST,
    };
  }

  /** @returns the answer; undefined if it was refused, as it should be or not */
  async #answerOf<T>(
    request: Promise<T>,
    isExpected: boolean,
  ): Promise<T | undefined> {
    try {
      const answer = await request;
      if (!isExpected) this.#breaches.push('It was accepted, and must not be');
      return answer;
    } catch (error) {
      const { name, message } = toError(error);
      const isRefusal =
        /^(Conflict|Input|NotAllowed|Problems)Error$|^LimitReached$/.test(name);
      if (isExpected || !isRefusal) {
        this.#breaches.push(`It was refused: ${name}: ${message}`);
      }
      return undefined;
    }
  }

  async #goOn(
    one: { worker: ModelWorker; operationId: string },
    { calls, fate }: Pick<Extract<Command, { do: 'work' }>, 'calls' | 'fate'>,
  ): Promise<Change> {
    const { worker, operationId } = one;
    await worker.goOn(calls ?? 0, fate);
    if (calls === undefined || fate) await worker.finish();
    this.#frozen = this.#frozen.filter(other => other !== one);
    if (!worker.hasEnded) this.#frozen.push(one);
    if (worker.fault) {
      const { name, message } = toError(worker.fault);
      if (!EXPECTED.includes(name)) {
        this.#breaches.push(`A worker ended with ${name}: ${message}`);
      }
    }
    // Whoever has no longer an operation in hand changes nothing.
    const { environments, operations } = this.#world;
    const { state } = operations.find(({ id }) => id === operationId)!;
    const holder = environments.find(
      other => other.operationId === operationId,
    );
    return holder && (state === 'Queued' || state === 'Running')
      ? { of: holder.id, may: BY_WORKERS }
      : NOTHING;
  }

  async #pass(
    milliseconds: number,
    alive: boolean,
  ): Promise<Change | undefined> {
    const { clock } = this.#engine;
    const isAlone = this.#frozen.length === 0;
    let left = milliseconds;
    if (alive && milliseconds > LONGEST_CALL) {
      for (const one of this.#frozen.splice(0)) await this.#goOn(one, {});
    } else if (alive) {
      for (; left > RENEWAL; left -= RENEWAL) {
        await clock.advance(RENEWAL);
        for (const { worker } of this.#frozen) await worker.beAlive();
      }
    }
    await clock.advance(left);
    return isAlone ? undefined : { may: BY_WORKERS };
  }

  async #sweep(
    what: Extract<Command, { do: 'sweep' }>['what'],
  ): Promise<Change | undefined> {
    if (what === 'pool') return this.#fillPool();
    await this.#engine.sweeps[what].run();
    return {
      operations: undefined,
      strays: NOTHING,
      leases: {
        may: ['phase', 'deleteAt', 'isAsleep', 'operationId'],
      } as Change,
      plans: { may: ['phase', 'isAsleep', 'operationId'] } as Change,
      waiting: { may: ['phase', 'expiresAt', 'latestEnd'] } as Change,
      drift: { may: ['drifted'] } as Change,
    }[what];
  }

  async #fillPool(): Promise<Change> {
    const { makes, gone } = predictPool(this.#world);
    await this.#engine.sweeps.pool.run();
    const made = (await this.#engine.findPooled())
      .map(({ id }) => id)
      .filter(id => !this.#ids.includes(id));
    this.#ids.push(...made);
    if (made.length !== Number(makes)) {
      this.#breaches.push(`${made.length} were made ahead`);
    }
    // There is one in the pool: no two have failed since it was last looked after.
    const [failed] = gone;
    return failed
      ? { of: failed, to: { phase: 'Deleting' }, may: BY_REQUEST }
      : NOTHING;
  }

  /** All workers are awake, nothing fails any more, and time passes: then everything comes to rest. */
  async #settle(): Promise<void> {
    const { clock, sweeps, reconciler } = this.#engine;
    for (const one of this.#frozen.splice(0)) {
      await this.#look(
        'the end: a frozen worker wakes up',
        await this.#goOn(one, {}),
      );
    }
    for (let round = 0; this.#unfinished().length > 0; round += 1) {
      if (round >= MOST_ROUNDS) {
        const operations = JSON.stringify(this.#unfinished());
        throw new Error(`Nothing comes to its end any more: ${operations}`);
      }
      await clock.advance(ROUND);
      this.#engine.takeDue();
      await sweeps.waiting.run();
      await sweeps.operations.run();
      for (const operationId of this.#engine.takeDue()) {
        await reconciler.run(operationId);
      }
      await this.#look(`the end: round ${round}`, {
        may: [...BY_WORKERS!, 'expiresAt', 'latestEnd'],
      });
    }
    await this.#checkRest();
  }

  /** Who waits for a place that nobody gives up waits on. */
  #unfinished() {
    const { environments, operations } = this.#world;
    const hasRoom = placedIn(this.#world).length < PLACES;
    return operations.filter(({ id, state }) => {
      const holder = environments.find(one => one.operationId === id);
      const waits = holder?.phase === 'Waiting' && !hasRoom;
      return ['Queued', 'Running'].includes(state) && !waits;
    });
  }

  async #checkRest(): Promise<void> {
    const { sweeps, clock } = this.#engine;
    const { environments, namespaces } = this.#world;
    const isStray = environments.some(
      ({ id, phase }) =>
        phase === 'Deleted' &&
        namespaces.some(({ environmentId }) => environmentId === id),
    );
    if (isStray) {
      await sweeps.strays.run();
      await clock.advance(ROUND);
      await this.#look('the end: strays are swept', NOTHING);
    }
    for (const { id, phase } of this.#world.environments) {
      const isLeft = this.#world.namespaces.some(
        one => one.environmentId === id,
      );
      if (phase === 'Deleted' && isLeft) {
        this.#breaches.push(`A deleted environment has a namespace: ${id}`);
      }
    }
    const touched = await findTouched(
      this.#engine,
      this.#world.environments,
      this.#history.strangers,
    );
    for (const name of touched) {
      this.#breaches.push(`A stranger's namespace was touched: ${name}`);
    }
    const differences = await findDifferences(
      this.#engine,
      this.#world.environments,
      this.#history.strangers,
    );
    const isLost = (difference: string) =>
      environments.some(
        ({ id }) =>
          this.#isStillLost(id) &&
          difference === `${LOSABLE} is missing of ${id}`,
      );
    for (const difference of differences.filter(one => !isLost(one))) {
      this.#breaches.push(`The cluster has something else: ${difference}`);
    }
    this.#fail('the end');
  }

  /** Nothing has brought it back. */
  #isStillLost(id: string): boolean {
    const known = this.#lost.get(id);
    return (
      known !== undefined &&
      !this.#world.operations.some(
        ({ id: operationId, environmentId, kind, state }) =>
          environmentId === id &&
          !known.includes(operationId) &&
          state === 'Succeeded' &&
          APPLYING.includes(kind),
      )
    );
  }

  /** Compares what is there with what the model says, and checks what must hold. */
  async #look(after: string, change: Change): Promise<void> {
    const before = this.#world;
    const history = this.#history;
    const world = await lookAt(this.#engine, this.#ids, history.lastSequence);
    this.#breaches.push(
      ...follow(world, history),
      ...Object.entries(invariants).flatMap(([name, check]) =>
        check(world, history).map(found => `${name}: ${found}`),
      ),
      ...world.environments.flatMap(environment =>
        compare(before, environment, change),
      ),
      ...this.#engine.takeFaults(),
    );
    remember(world, history);
    this.#world = world;
    this.#fail(after);
  }

  #fail(after: string): void {
    if (this.#breaches.length === 0) return;
    const { environments, operations } = this.#world;
    throw new Error(
      [
        `After ${after}:`,
        ...this.#breaches.map(breach => `- ${breach}`),
        ...environments.map(one => JSON.stringify(one)),
        ...operations.map(one => JSON.stringify(one)),
      ].join('\n'),
    );
  }
}

/** What of an environment is other than the model has it. */
function compare(
  before: World,
  environment: EnvironmentView,
  { of, to = {}, may = [] }: Change,
): string[] {
  const { id } = environment;
  const isMeant = of === undefined || of === id;
  const was = before.environments.find(one => one.id === id);
  const wanted = { ...was, ...(isMeant && to) } as EnvironmentView;
  return (Object.keys(wanted) as (keyof EnvironmentView)[])
    .filter(key => !(isMeant && may.includes(key)))
    .filter(key => !isDeepStrictEqual(environment[key], wanted[key]))
    .map(key => `${key} of ${id} is ${environment[key]}, not ${wanted[key]}`);
}

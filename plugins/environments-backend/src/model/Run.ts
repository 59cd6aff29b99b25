import { isDeepStrictEqual } from 'node:util';
import { toError } from '@backstage/errors';
import { Change } from './Change';
import { ModelWorker } from './ModelWorker';
import { EnvironmentView, World, lookAt } from './World';
import { compareAgreements } from './compareAgreements';
import { ModelEngine } from './createModelEngine';
import { endLinksOfGiven } from './shares';
import { follow, newHistory, remember } from './history';
import { invariants } from './invariants';

/** One that goes on later, or is dead. */
export interface FrozenWorker {
  worker: ModelWorker;
  operationId: string;
}

/** Environments on an engine, and beside it what the model says of them. */
export class Run {
  readonly engine: ModelEngine;
  readonly history = newHistory();
  readonly ids: string[] = [];
  world: World = {
    now: 0,
    environments: [],
    operations: [],
    approvals: [],
    elevations: [],
    accounts: [],
    rights: [],
    guests: [],
    gone: [],
    records: [],
    recordCount: 0,
    namespaces: [],
  };
  /** Of each environment that somebody has deleted something of: its operations until then. */
  readonly lost = new Map<string, string[]>();
  frozen: FrozenWorker[] = [];
  readonly breaches: string[] = [];

  constructor(engine: ModelEngine) {
    this.engine = engine;
  }

  /** @returns the answer; undefined if it was refused, as it should be or not */
  async answerOf<T>(
    request: Promise<T>,
    isExpected: boolean,
  ): Promise<T | undefined> {
    try {
      const answer = await request;
      if (!isExpected) this.breaches.push('It was accepted, and must not be');
      return answer;
    } catch (error) {
      const { name, message } = toError(error);
      const isRefusal =
        /^(Conflict|Input|NotAllowed|NotFound|Problems)Error$|^LimitReached$/.test(
          name,
        );
      if (isExpected || !isRefusal) {
        this.breaches.push(`It was refused: ${name}: ${message}`);
      }
      return undefined;
    }
  }

  /** Compares what is there with what the model says, and checks what must hold. */
  async look(after: string, change: Change): Promise<void> {
    const before = this.world;
    const history = this.history;
    const world = await lookAt(
      this.engine,
      this.ids,
      history.lastSequence,
      history.hasAccess,
    );
    endLinksOfGiven(before, world, history.links);
    this.breaches.push(
      ...follow(world, history),
      ...Object.entries(invariants).flatMap(([name, check]) =>
        check(world, history).map(found => `${name}: ${found}`),
      ),
      ...world.environments.flatMap(environment =>
        compare(before, environment, change),
      ),
      ...compareAgreements(before, world, change),
      ...this.engine.takeFaults(),
    );
    remember(world, history);
    this.world = world;
    this.fail(after);
  }

  fail(after: string): void {
    if (this.breaches.length === 0) return;
    const { environments, operations } = this.world;
    throw new Error(
      [
        `After ${after}:`,
        ...this.breaches.map(breach => `- ${breach}`),
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
  change: Change,
): string[] {
  const { id } = environment;
  const { of, each } = change;
  const { to = {}, may = [] } = each ? each[id] ?? {} : change;
  const isMeant = of === undefined || [of].flat().includes(id);
  const was = before.environments.find(one => one.id === id);
  const wanted = { ...was, ...(isMeant && to) } as EnvironmentView;
  return (Object.keys(wanted) as (keyof EnvironmentView)[])
    .filter(key => !(isMeant && may.includes(key)))
    .filter(key => !isDeepStrictEqual(environment[key], wanted[key]))
    .map(key => `${key} of ${id} is ${environment[key]}, not ${wanted[key]}`);
}

import { TestDatabases } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { installVirtualClocks } from './VirtualClock';
import { Script, script } from './script';
import { ModelEngine, createModelEngine } from './createModelEngine';
import { live } from './live';

jest.setTimeout(60 * 60_000);
jest.mock('node:timers/promises', () => ({
  ...jest.requireActual('node:timers/promises'),
  setTimeout: (milliseconds: number) =>
    jest
      .requireActual<typeof import('./VirtualClock')>('./VirtualClock')
      .sleep(milliseconds),
}));

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

const { SANDLOT_MODEL_RUNS, SANDLOT_MODEL_SEED, SANDLOT_MODEL_PATH } =
  process.env;
/** CI asks for 10,000. */
const RUNS = Number(SANDLOT_MODEL_RUNS ?? 100);
/** Runs at the same time, each on an engine and a database of its own: one computes while others wait for PostgreSQL. */
const SIDE_BY_SIDE = SANDLOT_MODEL_PATH ? 1 : 5;

/** More than a worker makes for an upgrade before its last change. */
const CALLS = Array.from({ length: 16 }, (_, calls) => calls);

describe('the engine, whatever happens in whatever order', () => {
  const engines: ModelEngine[] = [];
  let uninstall: () => void;
  let firstFailed: ModelEngine | undefined;

  beforeAll(async () => {
    uninstall = installVirtualClocks();
    for (let one = 0; one < SIDE_BY_SIDE; one += 1) {
      const knex = await databases.init('POSTGRES_18');
      engines.push(await createModelEngine(knex));
    }
  });

  afterAll(async () => {
    for (const engine of engines) await engine.stop();
    uninstall();
  });

  it('does what the model says, and keeps the invariants', async () => {
    const first = Number(SANDLOT_MODEL_SEED ?? Date.now() % 1_000_000_000);
    const results = await Promise.all(
      engines.map((engine, index) =>
        fc.check(
          fc.asyncProperty(script, one => liveUnlessFailed(engine, one)),
          {
            seed: first + index,
            path: SANDLOT_MODEL_PATH,
            numRuns: Math.ceil(RUNS / SIDE_BY_SIDE),
          },
        ),
      ),
    );
    expectToHold(firstFailed && results[engines.indexOf(firstFailed)]);
  });

  it.each(CALLS)(
    'keeps a worker that was frozen after %i calls from what others have changed since',
    async calls => {
      const upgrade = { do: 'upgrade', of: 0 } as const;
      const work = { do: 'work', of: 0 } as const;
      const life = live(engines[0], {
        start: 'ready',
        commands: [
          upgrade,
          { ...work, calls },
          { do: 'pass', milliseconds: 11_000, alive: false },
          work,
          upgrade,
          work,
          { do: 'wake', worker: 0 },
        ],
      });
      await expect(life).resolves.toBeUndefined();
    },
  );

  /** What one has found is enough: the others come to their end. */
  async function liveUnlessFailed(
    engine: ModelEngine,
    one: Script,
  ): Promise<void> {
    if (firstFailed && firstFailed !== engine) return;
    try {
      await live(engine, one);
    } catch (error) {
      firstFailed ??= engine;
      throw error;
    }
  }
});

function expectToHold(failed: fc.RunDetails<[Script]> | undefined): void {
  if (!failed) return;
  const { seed, counterexamplePath, counterexample, numRuns, numShrinks } =
    failed;
  const [{ start, commands }] = counterexample!;
  const lines = [
    `It does not hold, found after ${numRuns} runs and made shorter ${numShrinks} times:`,
    `  ${start}`,
    ...commands.map(command => `  ${JSON.stringify(command)}`),
    (failed.errorInstance as Error).message,
    'Again just this:',
    `  SANDLOT_MODEL_SEED=${seed} SANDLOT_MODEL_PATH=${counterexamplePath} yarn workspace @sandlot/plugin-environments-backend test --watchAll=false engine.model`,
  ];
  throw new Error(lines.join('\n'));
}

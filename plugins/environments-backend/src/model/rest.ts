import { BY_WORKERS, NOTHING } from './Change';
import { Run } from './Run';
import { findDifferences } from './findDifferences';
import { isStillLost } from './losses';
import { LOSABLE, PLACES } from './modelTemplate';
import { findOrphans } from './owners';
import { placedIn } from './predict';
import { findTouched } from './strangers';
import { followCatalog, sweep } from './sweeps';
import { goOn } from './workers';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
/** Longer than any lease of a worker and any pause before another try. */
const ROUND = 70 * SECOND;
const MOST_ROUNDS = 12;
/** Longer than any link is good for. */
const MONTH = 31 * 24 * HOUR;

/** All workers are awake, nothing fails any more, and time passes: then everything comes to rest. */
export async function settle(run: Run): Promise<void> {
  for (const one of run.frozen.splice(0)) {
    await run.look(
      'the end: a frozen worker wakes up',
      await goOn(run, one, {}),
    );
  }
  await finishAll(run);
  await requireHeirs(run);
  await checkRest(run);
}

/** Until no operation is left that could be worked on. */
async function finishAll(run: Run): Promise<void> {
  const { clock, sweeps, reconciler } = run.engine;
  for (let round = 0; unfinished(run).length > 0; round += 1) {
    if (round >= MOST_ROUNDS) {
      const operations = JSON.stringify(unfinished(run));
      throw new Error(`Nothing comes to its end any more: ${operations}`);
    }
    await clock.advance(ROUND);
    run.engine.takeDue();
    await sweeps.waiting.run();
    await sweeps.operations.run();
    for (const operationId of run.engine.takeDue()) {
      await reconciler.run(operationId);
    }
    await run.look(`the end: round ${round}`, {
      may: [...BY_WORKERS!, 'expiresAt', 'latestEnd'],
    });
  }
}

/** Who waits for a place that nobody gives up waits on. */
function unfinished(run: Run) {
  const { environments, operations } = run.world;
  const hasRoom = placedIn(run.world).length < PLACES;
  return operations.filter(({ id, state }) => {
    const holder = environments.find(one => one.operationId === id);
    const waits =
      holder?.phase === 'AwaitingApproval' ||
      (holder?.phase === 'Waiting' && !hasRoom);
    return ['Queued', 'Running'].includes(state) && !waits;
  });
}

async function checkRest(run: Run): Promise<void> {
  const { sweeps, clock } = run.engine;
  if (run.history.hasAccess) {
    // More rights are for minutes.
    await clock.advance(HOUR);
    await sweep(run, 'elevations');
    await run.look('the end: ways in are closed', NOTHING);
  }
  const { environments, namespaces } = run.world;
  const isStray = environments.some(
    ({ id, phase }) =>
      phase === 'Deleted' &&
      namespaces.some(({ environmentId }) => environmentId === id),
  );
  if (isStray) {
    await sweeps.strays.run();
    await clock.advance(ROUND);
    await run.look('the end: strays are swept', NOTHING);
  }
  for (const { id, phase } of run.world.environments) {
    const isLeft = run.world.namespaces.some(one => one.environmentId === id);
    if (phase === 'Deleted' && isLeft) {
      run.breaches.push(`A deleted environment has a namespace: ${id}`);
    }
  }
  const touched = await findTouched(
    run.engine,
    run.world.environments,
    run.history.strangers,
  );
  for (const name of touched) {
    run.breaches.push(`A stranger's namespace was touched: ${name}`);
  }
  const differences = await findDifferences(
    run.engine,
    run.world.environments,
    run.history.strangers,
  );
  const isLost = (difference: string) =>
    environments.some(
      ({ id }) =>
        isStillLost(run, id) && difference === `${LOSABLE} is missing of ${id}`,
    );
  for (const difference of differences.filter(one => !isLost(one))) {
    run.breaches.push(`The cluster has something else: ${difference}`);
  }
  run.fail('the end');
  if (run.history.links.length === 0) return;
  await clock.advance(MONTH);
  await run.look('the end: links are over', NOTHING);
  for (const { environmentId, person } of run.world.guests) {
    run.breaches.push(`${person} still reads ${environmentId}`);
  }
  run.fail('the end of links');
}

/** Two looks later whoever is gone has given way, where somebody can take over. */
async function requireHeirs(run: Run): Promise<void> {
  if (run.world.gone.length === 0) return;
  for (const round of ['one look', 'another look']) {
    await run.engine.clock.advance(HOUR);
    run.world = { ...run.world, now: run.engine.clock.now };
    await run.look(`the end: ${round}`, await followCatalog(run));
  }
  for (const id of findOrphans(run.world, run.history.missed)) {
    run.breaches.push(`Nobody has taken over ${id}`);
  }
  await finishAll(run);
}

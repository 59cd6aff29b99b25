import { v7 as uuidv7 } from 'uuid';
import { Victim } from './Victim';
import { Subject } from './askFor';
import { FaultEngine } from './createFaultEngine';
import { Fault } from './faults';
import { FaultCase } from './FaultCase';
import { VictimPool } from './VictimPool';

/** So often a client asks again. */
const TRIES = 10;

/** What a fault at one call has led to. */
export interface PointResult {
  /** From 1, since it was asked for. */
  call: number;
  /** False if it was done before it got there. */
  isReached: boolean;
  /** Empty when all is well. */
  breaches: string[];
}

/** Where a case is gone through, and by whom it is brought to its end. */
export interface FaultLab {
  /** A backend that is well; also the client. */
  rescuer: FaultEngine;
  /** A backend that is struck by this fault. */
  startVictim(fault: Fault): Promise<Victim>;
}

/** One fault at one lab. */
interface Round {
  rescuer: FaultEngine;
  fault: Fault;
  victims: VictimPool;
}

/** One case, gone through call by call. */
interface Journey {
  of: FaultCase;
  /** How many calls the fault could strike while none was struck; Infinity until that is known. */
  total: number;
  isOver: boolean;
  results: PointResult[];
}

/**
 * Lets the fault strike at each call of each case, until there is no such call
 * any more. One environment a call: it lives through the cases one after the
 * other, and each of them is struck at its call of that number, by which nothing need
 * be made for one case and be thrown away after it. How often a backend
 * looks whether something is there yet differs from one time to the next; so does the
 * number of calls.
 *
 * @param cases - in an order in which an environment can live through them
 * @param atOnce - so many lives side by side
 * @returns what each case's points have led to, in the same order
 * @throws what kept a life from being gone through, once all others have come to their end
 */
export async function goThrough(
  lab: FaultLab,
  cases: FaultCase[],
  fault: Fault,
  atOnce: number,
): Promise<PointResult[][]> {
  const journeys: Journey[] = cases.map(of => ({
    of,
    total: Infinity,
    isOver: false,
    results: [],
  }));
  const victims = new VictimPool(() => lab.startVictim(fault), {
    count: atOnce,
    isReused: !fault.kills,
  });
  const round = { rescuer: lab.rescuer, fault, victims };
  let call = 0;
  let isBrokenOff = false;
  const work = async () => {
    while (!isBrokenOff && journeys.some(({ isOver }) => !isOver)) {
      call += 1;
      await live(round, journeys, call);
    }
  };
  const counted = live(round, journeys, Infinity);
  const lives = [
    counted.then(work),
    ...Array.from({ length: atOnce - 1 }, work),
  ].map(life =>
    life.catch(error => {
      isBrokenOff = true;
      throw error;
    }),
  );
  // None goes on behind the back of what comes next.
  const ended = await Promise.allSettled(lives);
  await victims.stop();
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return journeys.map(({ results }) =>
    results.sort((one, other) => one.call - other.call),
  );
}

/**
 * The life of one environment.
 *
 * @param call - of each case, that is struck; Infinity to count them
 */
async function live(
  round: Round,
  journeys: Journey[],
  call: number,
): Promise<void> {
  let subject = newSubject();
  for (const journey of journeys.filter(({ isOver }) => !isOver)) {
    subject = { ...subject, idempotencyKey: uuidv7() };
    const point = await strikeAt(round, journey.of, call, subject);
    const { breaches, isReached } = point;
    subject = point.subject;
    if (call === Infinity) {
      journey.total = point.matched;
    } else if (!isReached && call > journey.total) {
      journey.isOver = true;
    }
    if (isReached || breaches.length > 0) {
      journey.results.push({ call, isReached, breaches });
    }
    if (breaches.length > 0) {
      // The next case has nothing to do with it.
      await tidy(round, subject);
      subject = newSubject();
    }
  }
  await tidy(round, subject);
}

/** Lets the fault strike at one call, and sees the case to its end. */
async function strikeAt(
  { rescuer, fault, victims }: Round,
  of: FaultCase,
  call: number,
  given: Subject,
): Promise<{
  isReached: boolean;
  breaches: string[];
  /** Calls that the fault could have struck. */
  matched: number;
  /** With the environment, if there is one now. */
  subject: Subject;
}> {
  const point = { isReached: false, matched: 0, subject: given };
  const victim = await victims.take();
  try {
    const subject = await of.prepare(rescuer, given);
    point.subject = subject;
    const rule = fault.arm(victim, call, () => {
      point.isReached = true;
      if (fault.kills) victim.kill();
    });
    const order = { name: of.name, subject };
    try {
      if (fault.kills) await victim.carryOut(order);
      else await insist(() => victim.carryOut(order));
    } finally {
      rule.end();
      point.matched = rule.matched;
    }
    const environmentId = await of.carryOut(rescuer, subject);
    point.subject = { ...subject, environmentId };
    const breaches = await of.findBreaches(rescuer, point.subject);
    return { ...point, breaches };
  } catch (error) {
    return { ...point, breaches: [String(error)] };
  } finally {
    await victim.stop();
  }
}

/** As a client does, and a backend with its operations: what failed is tried again. */
async function insist(work: () => Promise<void>, attempt = 1): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (attempt === TRIES) throw error;
    await insist(work, attempt + 1);
  }
}

export function newSubject(): Subject {
  const key = uuidv7();
  return { name: `f-${key.slice(-12)}`, idempotencyKey: key };
}

/** Past the portal: the environment is not needed any more, and many are slow to list. */
async function tidy({ rescuer }: Round, { name }: Subject): Promise<void> {
  const rows = await rescuer.knex('environments').where({ name });
  for (const { phase, namespace, namespace_uid: uid } of rows) {
    if (uid && phase !== 'Deleted') {
      await rescuer.cluster.deleteNamespace(namespace, uid);
    }
  }
}

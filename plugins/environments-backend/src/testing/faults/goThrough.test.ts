import { FaultCase } from './FaultCase';
import { FaultEngine } from './createFaultEngine';
import { deadlyFaults } from './faults';
import { goThrough } from './goThrough';
import { Victim } from './Victim';

const [fault] = deadlyFaults;

/** Nothing of it is in a database or on a cluster. */
const rescuer = { knex: () => ({ where: async () => [] }) } as unknown;

/** @param calls - that it makes when it does what it is told */
function aVictim(calls: number): Victim {
  const rule = { matched: calls, end() {} };
  return {
    strikeDatabase: () => rule,
    strikeApi: () => rule,
    carryOut: async () => {},
    kill() {},
    stop: async () => {},
  };
}

describe('a round of one fault', () => {
  it('is broken off by a backend that does not come up twice, and nobody goes on behind its back', async () => {
    let working = 0;
    const slow: FaultCase = {
      name: 'slow',
      prepare: async (_, subject) => subject,
      async carryOut() {
        working += 1;
        await new Promise(resolve => {
          setTimeout(resolve, 20);
        });
        working -= 1;
        return 'environment';
      },
      findBreaches: async () => [],
    };
    let started = 0;
    const round = goThrough(
      {
        rescuer: rescuer as FaultEngine,
        async startVictim() {
          started += 1;
          if (started > 12) throw new Error('too many of them');
          return aVictim(Infinity);
        },
      },
      [slow],
      fault,
      4,
    );
    await expect(round).rejects.toThrow('too many of them');
    expect(working).toBe(0);
    const then = started;
    await new Promise(setImmediate);
    expect(started).toBe(then);
  });

  it('takes a second one for a backend that does not come up', async () => {
    let started = 0;
    const done: FaultCase = {
      name: 'done',
      prepare: async (_, subject) => subject,
      carryOut: async () => 'environment',
      findBreaches: async () => [],
    };
    const round = goThrough(
      {
        rescuer: rescuer as FaultEngine,
        async startVictim() {
          started += 1;
          if (started === 1) throw new Error('a busy machine');
          return aVictim(0);
        },
      },
      [done],
      fault,
      2,
    );
    expect(await round).toEqual([[]]);
  });
});

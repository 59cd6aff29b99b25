/* eslint-disable jest/no-export -- what several test files run */
import { TestDatabases } from '@backstage/backend-test-utils';
import { Fault, struckBy } from './faults';
import { FaultLab, goThrough } from './goThrough';
import { kindredOperations } from './kindredOperations';
import { faultOperations, waitingCases } from './operations';
import { AT_ONCE, startTwinLab } from './startTwinLab';

/** What one environment lives through, so that little is made only to be thrown away. */
const lives = [faultOperations, kindredOperations, waitingCases].map(cases => ({
  cases,
  names: cases.map(({ name }) => name).join(', '),
}));

/** Lets each fault strike at each call of each case. */
export function describeFaults(
  databases: TestDatabases,
  faults: Fault[],
): void {
  let lab: FaultLab;

  beforeAll(async () => {
    lab = await startTwinLab(databases);
  });
  afterAll(() => lab.rescuer.stop());

  describe.each(lives)('through $names', ({ cases }) => {
    it.each(faults)(
      'leaves each done once, and told whole: $title',
      async fault => {
        const struck = struckBy(fault, cases);
        const all = await goThrough(lab, struck, fault, AT_ONCE);
        const breaches = struck.flatMap(({ name }, index) =>
          all[index]
            .filter(point => point.breaches.length > 0)
            .map(point => ({ name, ...point })),
        );
        expect(breaches).toEqual([]);
        expect(all).not.toContainEqual([]);
      },
    );
  });
}

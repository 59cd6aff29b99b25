/* eslint-disable jest/no-export -- what several test files run */
import { TestDatabases } from '@backstage/backend-test-utils';
import { Fault } from './faults';
import { FaultLab, goThrough } from './goThrough';
import { kindredOperations } from './kindredOperations';
import { faultOperations } from './operations';
import { AT_ONCE, startTwinLab } from './startTwinLab';

/** What one environment lives through, so that little is made only to be thrown away. */
const lives = [faultOperations, kindredOperations].map(operations => ({
  operations,
  names: operations.map(({ kind }) => kind).join(', '),
}));

/** Lets each fault strike at each call of each operation. */
export function describeFaults(
  databases: TestDatabases,
  faults: Fault[],
): void {
  let lab: FaultLab;

  beforeAll(async () => {
    lab = await startTwinLab(databases);
  });
  afterAll(() => lab.rescuer.stop());

  describe.each(lives)('through $names', ({ operations }) => {
    it.each(faults)(
      'leaves each done once, and told whole: $title',
      async fault => {
        const all = await goThrough(lab, operations, fault, AT_ONCE);
        const breaches = operations.flatMap(({ kind }, index) =>
          all[index]
            .filter(point => point.breaches.length > 0)
            .map(point => ({ kind, ...point })),
        );
        expect(breaches).toEqual([]);
        expect(all).not.toContainEqual([]);
      },
    );
  });
}

import { TestDatabases } from '@backstage/backend-test-utils';
import { deadlyFaults } from './faults';
import { FaultLab, goThrough } from './goThrough';
import { kindredOperations } from './kindredOperations';
import { faultOperations } from './operations';
import { AT_ONCE, startTwinLab } from './startTwinLab';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('a backend that dies at any call', () => {
  let lab: FaultLab;

  beforeAll(async () => {
    lab = await startTwinLab(databases);
  });
  afterAll(() => lab.rescuer.stop());

  describe.each([...faultOperations, ...kindredOperations])(
    '$kind',
    operation => {
      it.each(deadlyFaults)(
        'is done once, and told whole: $title',
        async fault => {
          const [results] = await goThrough(lab, [operation], fault, AT_ONCE);
          expect(results).not.toHaveLength(0);
          expect(results.filter(({ breaches }) => breaches.length > 0)).toEqual(
            [],
          );
        },
      );
    },
  );
});

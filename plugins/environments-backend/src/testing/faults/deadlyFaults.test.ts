import { TestDatabases } from '@backstage/backend-test-utils';
import { describeFaults } from './describeFaults';
import { deadlyFaults } from './faults';

jest.setTimeout(600_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('a backend that dies at any call', () => {
  describeFaults(databases, deadlyFaults);
});

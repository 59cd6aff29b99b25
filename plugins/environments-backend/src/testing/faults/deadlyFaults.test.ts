import { TestDatabases } from '@backstage/backend-test-utils';
import { describeFaults } from './describeFaults';
import { deadlyFaults } from './faults';

jest.setTimeout(600_000);

describeFaults(
  'a backend that dies at any call',
  TestDatabases.create({ ids: ['POSTGRES_18'] }),
  deadlyFaults,
);

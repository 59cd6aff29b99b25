import { TestDatabases } from '@backstage/backend-test-utils';
import { describeFaults } from './describeFaults';
import { brokenConnections } from './faults';

jest.setTimeout(600_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

describe('a connection that breaks at any call', () => {
  describeFaults(databases, brokenConnections);
});

import { TestDatabases } from '@backstage/backend-test-utils';
import { describeFaults } from './describeFaults';
import { brokenConnections } from './faults';

jest.setTimeout(600_000);

describeFaults(
  'a connection that breaks at any call',
  TestDatabases.create({ ids: ['POSTGRES_18'] }),
  brokenConnections,
);

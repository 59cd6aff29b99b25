import { FlatRoutes } from '@backstage/core-app-api';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route } from 'react-router-dom';
import { environmentsApiRef } from './api';
import { ApprovalsPage, AuditPage, EnvironmentsPage } from './legacy';
import { approvalDetail } from './__testUtils__/approvalFixtures';
import { FakeEnvironmentsApi } from './__testUtils__/FakeEnvironmentsApi';

function renderLegacy(address: string, api: FakeEnvironmentsApi) {
  return renderInTestApp(
    <TestApiProvider
      apis={[
        [environmentsApiRef, api],
        [catalogApiRef, { getEntities: async () => ({ items: [] }) }],
        [
          permissionApiRef,
          mockApis.permission({ authorize: AuthorizeResult.ALLOW }),
        ],
      ]}
    >
      <FlatRoutes>
        <Route path="/environments" element={<EnvironmentsPage />} />
        <Route path="/environments/approvals" element={<ApprovalsPage />} />
        <Route path="/audit" element={<AuditPage />} />
      </FlatRoutes>
    </TestApiProvider>,
    {
      routeEntries: [address],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

describe('the pages in an app of the old frontend system', () => {
  it('lead from the list to an environment', async () => {
    const api = new FakeEnvironmentsApi();
    api.add({ name: 'harbor-try', phase: 'Ready' });
    await renderLegacy('/environments', api);

    expect(await screen.findByRole('tab', { name: 'All' })).toBeInTheDocument();
    await userEvent.click(
      await screen.findByRole('link', { name: 'harbor-try' }),
    );
    expect(
      await screen.findByRole('heading', { name: 'harbor-try' }),
    ).toBeInTheDocument();
  });

  it('lead from the templates to one of them', async () => {
    await renderLegacy('/environments/templates', new FakeEnvironmentsApi());
    await userEvent.click(
      await screen.findByRole('link', { name: 'Service sandbox' }),
    );
    expect(
      await screen.findByRole('grid', { name: 'Revisions, newest first' }),
    ).toBeInTheDocument();
  });

  it('lead from the approvals to one of them', async () => {
    const api = new FakeEnvironmentsApi();
    api.approvals = [approvalDetail()];
    await renderLegacy('/environments/approvals', api);
    await userEvent.click(await screen.findByRole('link', { name: 'shop-1' }));
    expect(
      await screen.findByRole('heading', { name: 'Environment shop-1' }),
    ).toBeInTheDocument();
  });

  it('show the log', async () => {
    await renderLegacy('/audit', new FakeEnvironmentsApi());
    expect(
      await screen.findByRole('grid', { name: 'Audit records' }),
    ).toBeInTheDocument();
  });
});

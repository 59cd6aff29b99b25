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
import { SHARE_CODE } from './__testUtils__/FakeLifecycle';

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

  describe('opened by a share link', () => {
    beforeEach(() => sessionStorage.clear());
    afterEach(() => window.history.replaceState(null, '', '/'));

    /** As a browser does, before anything is rendered. */
    function openApp(address: string) {
      window.history.replaceState(null, '', address);
      const entries = window.history.length;
      jest.isolateModules(() => require('./legacy'));
      expect(window.history).toHaveLength(entries);
    }

    // An app may have the pages under a path of its own.
    it.each(['', '/portal'])(
      'at "%s" take the code out of the address before the sign-in, and hand it in after it',
      async base => {
        const api = new FakeEnvironmentsApi();
        const { id } = api.add({ name: 'harbor-try', phase: 'Ready' });
        openApp(`${base}/environments/${id}?tab=lease#share=${SHARE_CODE}`);
        // A sign-in by redirect sends this.
        expect(window.location.href).toBe(
          `http://localhost${base}/environments/${id}?tab=lease`,
        );
        expect(api.redeemed).toEqual([]);

        await renderLegacy(`/environments/${id}?tab=lease`, api);
        await screen.findByRole('heading', { name: 'harbor-try' });
        expect(api.redeemed).toEqual([SHARE_CODE]);
        expect(sessionStorage).toHaveLength(0);
      },
    );

    it('leave the fragments of other pages alone', () => {
      openApp('/docs/manual#share=it');
      expect(window.location.hash).toBe('#share=it');
      openApp(`/drawings/${crypto.randomUUID()}#share=view`);
      expect(window.location.hash).toBe('#share=view');
      openApp(`/environments/${crypto.randomUUID()}#lease`);
      expect(window.location.hash).toBe('#lease');
      expect(sessionStorage).toHaveLength(0);
    });
  });

  it('show the log', async () => {
    await renderLegacy('/audit', new FakeEnvironmentsApi());
    expect(
      await screen.findByRole('grid', { name: 'Audit records' }),
    ).toBeInTheDocument();
  });
});

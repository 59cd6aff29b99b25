import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { inDays } from '../__testUtils__/fakePreview';
import { renderPage } from '../__testUtils__/renderPage';

describe('the list of environments', () => {
  it('offers the templates to somebody who has nothing yet', async () => {
    renderPage('/environments', new FakeEnvironmentsApi());

    expect(
      await screen.findByText(/You have no environment yet/),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: 'Use template Team sandbox' }),
    ).toHaveAttribute(
      'href',
      '/environments/create?template=default%2Fteam-sandbox',
    );
    expect(screen.queryByRole('tab', { name: 'All' })).not.toBeInTheDocument();
  });

  it('puts what needs attention first, follows signals and keeps a filter in the address', async () => {
    const api = new FakeEnvironmentsApi();
    const fine = api.add({ name: 'fine', phase: 'Ready' });
    api.fail(api.advance(api.add({ name: 'broken' }).id).id);
    const { signal } = renderPage('/environments/mine', api);

    const table = await screen.findByRole('grid', { name: 'My environments' });
    expect(
      await screen.findByRole('link', { name: 'New environment' }),
    ).toHaveAttribute('href', '/environments/create');
    const rows = within(table).getAllByRole('row').slice(1);
    expect(rows[0]).toHaveTextContent(/broken.*Failed/);
    expect(rows[1]).toHaveTextContent(/fine.*Ready/);

    await api.deleteEnvironment(fine.id);
    signal(fine.id);
    expect(await screen.findByText('Being deleted')).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: /State/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'Ready' }));
    expect(
      await screen.findByText('No environment matches these filters.'),
    ).toBeInTheDocument();
    expect(window.location.search).toBe('?phase=Ready');
  });

  it('says how much time is left, and puts what ends soon first', async () => {
    const api = new FakeEnvironmentsApi();
    const lease = (days: number) => ({
      lease: { expiresAt: inDays(days), warnings: [] },
      phase: 'Ready' as const,
    });
    api.add({ name: 'late', ...lease(1.1) });
    api.add({ name: 'later', ...lease(1.4) });
    api.add({
      name: 'expired',
      phase: 'Hibernated',
      lease: {
        expiresAt: inDays(-6),
        deleteAt: inDays(0.9),
        warnings: [],
      },
    });
    api.add({ name: 'fresh', ...lease(9.5) });
    api.add({ name: 'endless', phase: 'Ready' });
    renderPage('/environments/mine', api);

    const table = await screen.findByRole('grid', { name: 'My environments' });
    expect(
      within(table)
        .getAllByRole('row')
        .slice(1)
        .map(row => within(row).getAllByRole('gridcell')[1].textContent),
    ).toEqual([
      'Expired, deleted in 21 hours',
      '26 hours left',
      '33 hours left',
      'No end',
      '9 days left',
    ]);

    await userEvent.click(screen.getByRole('button', { name: /State/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Asleep' }),
    );
    expect(await screen.findByRole('row', { name: /expired/ })).toBeVisible();
    expect(screen.queryByText('fresh')).not.toBeInTheDocument();
  });

  it('marks what is behind, drifted, held or a draft, also while it is filtered', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.addBehind('overdue');
    api.addDrift(id);
    await api.holdEnvironment(id, { reason: 'Demo' });
    api.add({ name: 'trial', phase: 'Updating', draft: true });
    renderPage('/environments/mine?phase=Updating', api);

    const trial = await screen.findByRole('row', { name: /trial/ });
    expect(trial).toHaveTextContent(/Being updated.*Draft/);
    expect(screen.queryByText('overdue')).not.toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(
      await screen.findByRole('row', { name: /overdue/ }),
    ).toHaveTextContent(/Ready.*One revision behind.*2 objects drifted.*Held/);
  });

  it('says why there is no list, and tries again', async () => {
    const api = new FakeEnvironmentsApi();
    api.add({ name: 'there' });
    api.break('listEnvironments');
    renderPage('/environments/mine', api);

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The database does not answer.');
    expect(alert).toHaveTextContent('ServiceUnavailableError 503');

    api.mend('listEnvironments');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('link', { name: 'there' })).toBeVisible();
  });

  it('goes on by itself when the portal answers again', async () => {
    jest.useFakeTimers({ advanceTimers: true });
    const api = new FakeEnvironmentsApi();
    api.add({ name: 'there' });
    api.cutOff('listEnvironments');
    renderPage('/environments/mine', api);

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent(
      'The portal does not answer.This page goes on by itself as soon as it does.Code to quote: no answer',
    );
    expect(within(alert).queryByRole('button')).not.toBeInTheDocument();

    api.mend('listEnvironments');
    await act(async () => jest.advanceTimersByTime(5_000));
    expect(await screen.findByRole('link', { name: 'there' })).toBeVisible();
    jest.useRealTimers();
  });

  it('marks what has lost its owner, and shows ops just those', async () => {
    const api = new FakeEnvironmentsApi();
    api.add({ name: 'cared-for', phase: 'Ready' });
    api.add({
      name: 'left-behind',
      owner: 'user:default/milo',
      phase: 'Ready',
      ownerMissing: { since: inDays(-1) },
    });
    renderPage('/environments/all', api, 'ops');

    expect(
      await screen.findByRole('row', { name: /left-behind/ }),
    ).toHaveTextContent(/Ready.*Owner is gone/);
    expect(
      screen.getByRole('row', { name: /cared-for/ }),
    ).not.toHaveTextContent('Owner is gone');

    await userEvent.click(screen.getByRole('button', { name: /Concern/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Owner is gone' }),
    );
    await waitFor(() =>
      expect(screen.queryByText('cared-for')).not.toBeInTheDocument(),
    );
    expect(screen.getByRole('link', { name: 'left-behind' })).toBeVisible();
    expect(window.location.search).toBe('?concern=ownerMissing');
  });

  it('shows everybody’s to an auditor, page by page', async () => {
    const api = new FakeEnvironmentsApi();
    api.pageSize = 2;
    for (const name of ['one', 'two', 'three']) {
      api.add({ name, owner: 'group:default/team-meadow', phase: 'Ready' });
    }
    renderPage('/environments', api, 'auditor');

    expect(
      await screen.findByText('You own no environments.'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('tab', { name: 'Create' }),
    ).not.toBeInTheDocument();
    expect(
      screen.queryByRole('link', { name: /New environment|Use template/ }),
    ).not.toBeInTheDocument();

    await userEvent.click(await screen.findByRole('tab', { name: 'All' }));
    const table = await screen.findByRole('grid', { name: 'All environments' });
    expect(within(table).getAllByRole('row')).toHaveLength(3);

    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    expect(await screen.findByRole('link', { name: 'one' })).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Load more' }),
    ).not.toBeInTheDocument();
  });
});

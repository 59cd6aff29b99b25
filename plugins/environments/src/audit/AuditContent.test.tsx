import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { renderPage } from '../__testUtils__/renderPage';

describe('Audit', () => {
  it('filters the log, keeps the filter in the address and loads page by page', async () => {
    const api = new FakeEnvironmentsApi();
    api.pageSize = 3;
    const listAuditRecords = jest.spyOn(api, 'listAuditRecords');
    renderPage('/audit', api, 'auditor');

    const table = await screen.findByRole('grid', { name: 'Audit records' });
    expect(within(table).getAllByRole('row')).toHaveLength(4);
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    await waitFor(() =>
      expect(within(table).getAllByRole('row')).toHaveLength(5),
    );
    // Every question is a record: the first page must not be asked for again.
    expect(listAuditRecords.mock.calls.map(([query]) => query?.cursor)).toEqual(
      [undefined, '3'],
    );

    await userEvent.click(screen.getByRole('button', { name: /Outcome/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Denied' }),
    );
    expect(
      await screen.findByText('environment.delete · Denied'),
    ).toBeInTheDocument();
    expect(window.location.search).toBe('?outcome=denied');

    const from = screen.getByRole('textbox', { name: 'From (UTC)' });
    await userEvent.type(from, 'yesterday{Enter}');
    expect(
      await screen.findByText('Write it as 2026-11-22 12:00'),
    ).toBeInTheDocument();
    await userEvent.clear(from);
    await userEvent.type(from, '2026-11-22 12:30{Enter}');
    expect(
      await screen.findByText('No record matches these filters.'),
    ).toBeInTheDocument();
    expect(window.location.search).toContain('from=2026-11-22T12%3A30');

    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    await waitFor(() => expect(window.location.search).toBe(''));
  });

  it('shows what its address narrows it to, and takes it away', async () => {
    const api = new FakeEnvironmentsApi();
    const [{ environmentId, correlationId }] = api.records;
    renderPage(
      `/audit?environment=${environmentId}&namespace=harbor-try&correlation=${correlationId}`,
      api,
      'auditor',
    );
    const table = await screen.findByRole('grid', { name: 'Audit records' });
    expect(within(table).getAllByRole('row')).toHaveLength(4);

    const filters = screen.getByRole('grid', {
      name: 'Filters of the address',
    });
    expect(
      within(filters)
        .getAllByRole('row')
        .map(({ textContent }) => textContent),
    ).toEqual([
      `Only environment ${environmentId}`,
      'Only namespace harbor-try',
      `Only request ${correlationId}`,
    ]);
    await userEvent.click(
      within(
        within(filters).getByRole('row', { name: /Only request/ }),
      ).getByRole('button', { name: /Remove/ }),
    );
    expect(
      await screen.findByText('environment.delete · Denied'),
    ).toBeInTheDocument();
    expect(window.location.search).toBe(
      `?environment=${environmentId}&namespace=harbor-try`,
    );
  });

  it('opens a record by its address: the answers, the trail, the raw bytes', async () => {
    const api = new FakeEnvironmentsApi();
    const [request, attempt] = api.records;
    renderPage(`/audit?record=${request.eventId}`, api, 'auditor');

    const panel = await screen.findByRole('region', { name: 'Record' });
    expect(
      await within(panel).findByText(
        'Developers may create for a group that they belong to',
      ),
    ).toBeInTheDocument();
    expect(
      within(panel).getByRole('region', { name: 'Parameters' }),
    ).toHaveTextContent('"size": "M"');
    expect(
      within(panel).getByRole('region', { name: /Canonical JSON/ }),
    ).toHaveTextContent(request.eventId);

    const trail = await within(panel).findByRole('list', {
      name: /Records of the same request/,
    });
    expect(within(trail).getAllByRole('listitem')).toHaveLength(3);
    await userEvent.click(
      within(trail).getByRole('button', { name: 'kubernetes.apply · Attempt' }),
    );
    await waitFor(() =>
      expect(window.location.search).toBe(`?record=${attempt.eventId}`),
    );

    await userEvent.click(
      await screen.findByRole('button', { name: 'Close record' }),
    );
    expect(
      screen.queryByRole('region', { name: 'Record' }),
    ).not.toBeInTheDocument();
  });

  it('tells a developer in a sentence that the log is not theirs to read', async () => {
    const api = new FakeEnvironmentsApi();
    const listAuditRecords = jest.spyOn(api, 'listAuditRecords');
    renderPage('/audit', api);

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The audit log is for auditors and ops',
    );
    expect(listAuditRecords).not.toHaveBeenCalled();
    expect(
      within(
        screen.getByRole('navigation', { name: 'sidebar nav' }),
      ).queryByRole('link', { name: 'Audit' }),
    ).not.toBeInTheDocument();
  });
});

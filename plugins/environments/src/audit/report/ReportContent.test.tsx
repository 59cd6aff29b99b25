import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../../__testUtils__/FakeEnvironmentsApi';
import { renderPage } from '../../__testUtils__/renderPage';
import { savedFiles } from '../../__testUtils__/savedFiles';

const NOVEMBER =
  'from=2026-11-01T00:00:00.000Z&to=2026-12-01T00:00:00.000Z' as const;

describe('The report of a period', () => {
  it('has figures, creations, exceptions, what has no end, and what is proven', async () => {
    const api = new FakeEnvironmentsApi();
    const [created, , , denied] = api.records;
    renderPage(`/audit/report?${NOVEMBER}`, api, 'auditor');
    expect(
      await screen.findByRole('heading', {
        name: 'Sandbox environments, 2026-11-01 00:00 UTC to 2026-12-01 00:00 UTC',
      }),
    ).toBeInTheDocument();
    const creations = screen.getByRole('table', {
      name: 'Environments created',
    });
    expect(creations).toHaveTextContent('harbor-try');
    expect(creations).toHaveTextContent('asked for by dana');
    expect(
      within(creations).getByRole('link', { name: '2026-11-22 12:00 UTC' }),
    ).toHaveAttribute('href', `/audit?record=${created.eventId}`);
    const exceptions = screen.getByRole('table', { name: 'Exceptions' });
    expect(exceptions).toHaveTextContent('Denied');
    expect(exceptions).toHaveTextContent(denied.reason!);
    expect(
      screen.getByRole('table', { name: 'Environments without an end' }),
    ).toHaveTextContent('No end');
    expect(
      screen.getByText(/All 4 records of the period are sealed/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('region', { name: 'Checkpoint' }),
    ).toHaveTextContent('sandlot.example/log');
  });

  it('is saved as CSV and as a document that needs nothing else', async () => {
    const files = savedFiles();
    renderPage(
      `/audit/report?${NOVEMBER}`,
      new FakeEnvironmentsApi(),
      'auditor',
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Save as CSV' }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Save as HTML' }));
    await waitFor(() => expect(files).toHaveLength(2));
    const [csv, html] = await Promise.all(files.map(file => file.text()));
    expect(csv).toMatch(/^list,time,what,environment/);
    const page = new DOMParser().parseFromString(html, 'text/html');
    expect(page.querySelector('h1')?.textContent).toMatch(
      /^Sandbox environments/,
    );
    expect(page.querySelectorAll('script, link, img')).toHaveLength(0);
    expect(page.querySelector('table a')?.getAttribute('href')).toMatch(
      /^http:\/\/localhost\/audit\?record=/,
    );
  });

  it('is about another period when asked', async () => {
    const api = new FakeEnvironmentsApi();
    const getAuditReport = jest.spyOn(api, 'getAuditReport');
    renderPage('/audit/report', api, 'auditor');
    await userEvent.click(
      await screen.findByRole('radio', { name: 'Last quarter' }),
    );
    await waitFor(() => expect(getAuditReport).toHaveBeenCalledTimes(2));
    expect(window.location.search).toMatch(/^\?from=\d{4}-\d\d-01T/);
  });

  it('says what failed', async () => {
    const api = new FakeEnvironmentsApi();
    api.break('getAuditReport');
    renderPage('/audit/report', api, 'auditor');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database does not answer.',
    );
  });
});

import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { TEAM } from '../__testUtils__/fixtures';
import { renderPage } from '../__testUtils__/renderPage';
import { savedFiles } from '../__testUtils__/savedFiles';

async function openLog(address = '/audit', api = new FakeEnvironmentsApi()) {
  renderPage(address, api, 'auditor');
  await screen.findByRole('grid', { name: 'Audit records' });
  return { api };
}

/** Another filter brings another table. */
function rows() {
  const table = screen.getByRole('grid', { name: 'Audit records' });
  return within(table).getAllByRole('row').slice(1);
}

function chips() {
  return within(screen.getByRole('grid', { name: 'Filters' }))
    .getAllByRole('row')
    .map(({ textContent }) => textContent);
}

async function choose(filter: string, value: RegExp) {
  await userEvent.click(screen.getByRole('button', { name: 'Add filter' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: filter }));
  await userEvent.click(await screen.findByRole('menuitem', { name: value }));
}

describe('Audit', () => {
  it('loads page by page and asks for no page twice', async () => {
    const api = new FakeEnvironmentsApi();
    api.pageSize = 3;
    const listAuditRecords = jest.spyOn(api, 'listAuditRecords');
    await openLog('/audit', api);
    expect(rows()).toHaveLength(3);
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    await waitFor(() => expect(rows()).toHaveLength(4));
    // Every question is a record: the first page must not be asked for again.
    expect(listAuditRecords.mock.calls.map(([query]) => query?.cursor)).toEqual(
      [undefined, '3'],
    );
  });

  it('takes words and typed filters from one box, and keeps them in the address', async () => {
    await openLog();
    const box = screen.getByRole('searchbox', { name: 'Search the log' });
    await userEvent.type(box, 'outcome:denied harbor-try{Enter}');
    await waitFor(() => expect(rows()).toHaveLength(1));
    expect(window.location.search).toBe('?outcome=denied&text=harbor-try');
    expect(chips()).toEqual(['Outcome: Denied']);
    expect(box).toHaveValue('harbor-try');

    await userEvent.clear(box);
    await userEvent.type(box, 'from:yesterday{Enter}');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      '“yesterday” is no time. Write it as 2026-11-22 12:00, in UTC.',
    );

    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    await waitFor(() => expect(window.location.search).toBe(''));
    await userEvent.clear(box);
    await userEvent.type(box, 'nobodyknows{Enter}');
    expect(
      await screen.findByText('No record matches these filters.'),
    ).toBeInTheDocument();
  });

  it('offers filters with how many records each has', async () => {
    await openLog();
    await screen.findByText('4 records');
    await choose('Action', /^kubernetes\.apply 2$/);
    await waitFor(() => expect(rows()).toHaveLength(2));
    expect(chips()).toEqual(['Action: kubernetes.apply']);
  });

  it('asks in a dialog for what cannot be listed', async () => {
    await openLog();
    await userEvent.click(screen.getByRole('button', { name: 'Add filter' }));
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Group …' }),
    );
    const dialog = await screen.findByRole('dialog', { name: 'Group' });
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: 'Group' }),
      'team-harbor{Enter}',
    );
    await waitFor(() =>
      expect(new URLSearchParams(window.location.search).get('group')).toBe(
        TEAM,
      ),
    );
  });

  it('shows what its address narrows it to, and takes it away', async () => {
    const api = new FakeEnvironmentsApi();
    const [{ environmentId, correlationId }] = api.records;
    await openLog(
      `/audit?environment=${environmentId}&namespace=harbor-try&correlation=${correlationId}`,
      api,
    );
    expect(rows()).toHaveLength(3);
    expect(chips()).toEqual([
      'Environment: harbor-try',
      'Namespace: harbor-try',
      `Request: ${correlationId}`,
    ]);
    await userEvent.click(
      within(screen.getByRole('row', { name: /^Request/ })).getByRole(
        'button',
        { name: /Remove/ },
      ),
    );
    await waitFor(() => expect(rows()).toHaveLength(4));
    expect(window.location.search).toBe(
      `?environment=${environmentId}&namespace=harbor-try`,
    );
  });

  it('leads from a person to the answer in two clicks', async () => {
    await openLog();
    await userEvent.click(
      within(rows()[0]).getByRole('link', { name: 'dana' }),
    );
    await waitFor(() => expect(chips()).toEqual(['Person: dana']));
    await userEvent.click(screen.getByText('environment.delete · Denied'));
    const panel = await screen.findByRole('region', { name: 'Record' });
    expect(
      await within(panel).findByText('Only owners and ops may delete'),
    ).toBeInTheDocument();
    expect(within(panel).getByText('It was refused')).toBeInTheDocument();
  });

  it('narrows to a day and to a namespace by links', async () => {
    await openLog();
    const [row] = rows();
    expect(
      within(row).getByRole('link', { name: /only 2026-11-22$/ }),
    ).toHaveAttribute(
      'href',
      '/audit?from=2026-11-22T00%3A00%3A00.000Z&to=2026-11-23T00%3A00%3A00.000Z',
    );
    expect(
      within(row)
        .getAllByRole('link', { name: 'harbor-try' })
        .map(link => link.getAttribute('href')),
    ).toContain('/audit?namespace=harbor-try');
  });

  it('chooses a time in the chart with the keyboard, and shows the chart as numbers', async () => {
    await openLog(
      '/audit?from=2026-11-22T12:00:00.000Z&to=2026-11-22T12:24:00.000Z',
    );
    const chart = await screen.findByRole('listbox', {
      name: /^Periods of activity/,
    });
    const bars = within(chart).getAllByRole('option');
    expect(bars).toHaveLength(24);
    expect(bars[0]).toHaveAccessibleName(
      '2026-11-22 12:00 UTC to 2026-11-22 12:01 UTC: 3 records',
    );
    const numbers = screen.getByText('As numbers').closest('details')!;
    expect(within(numbers).getAllByText('Denied')).toHaveLength(1);

    chart.focus();
    await userEvent.keyboard('{Home}{ArrowRight}{Shift>}{ArrowRight}{/Shift}');
    await userEvent.keyboard('{Enter}');
    await waitFor(() =>
      expect(new URLSearchParams(window.location.search).get('from')).toBe(
        '2026-11-22T12:01:00.000Z',
      ),
    );
    expect(new URLSearchParams(window.location.search).get('to')).toBe(
      '2026-11-22T12:03:00.000Z',
    );
  });

  it('has quick ranges, and fields for any other', async () => {
    await openLog();
    await userEvent.click(screen.getByRole('radio', { name: 'Today' }));
    await waitFor(() =>
      expect(window.location.search).toMatch(/^\?from=\d{4}-\d\d-\d\dT00/),
    );
    await userEvent.click(screen.getByRole('radio', { name: 'Custom' }));
    const from = await screen.findByRole('textbox', { name: 'From (UTC)' });
    await userEvent.clear(from);
    await userEvent.type(from, '2026-11-22 12:00{Enter}');
    await waitFor(() =>
      expect(window.location.search).toBe('?from=2026-11-22T12%3A00%3A00.000Z'),
    );
  });

  it('keeps filters under a name and brings them back', async () => {
    const { api } = await openLog('/audit?outcome=denied');
    await userEvent.click(screen.getByRole('button', { name: 'Views' }));
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Keep these filters' }),
    );
    await userEvent.type(
      await screen.findByRole('textbox', { name: 'Name' }),
      'Denials{Enter}',
    );
    await waitFor(() =>
      expect(api.auditViews).toMatchObject([
        { name: 'Denials', query: { outcome: 'denied' } },
      ]),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Clear filters' }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Views' }));
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Denials' }),
    );
    await waitFor(() => expect(window.location.search).toBe('?outcome=denied'));
  });

  it('replaces what is kept under the name only for who says so', async () => {
    const api = new FakeEnvironmentsApi();
    await api.saveAuditView({ name: 'Mine', query: { stage: 'failed' } });
    await openLog('/audit?outcome=denied', api);
    await userEvent.click(screen.getByRole('button', { name: 'Views' }));
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Keep these filters' }),
    );
    const dialog = await screen.findByRole('dialog');
    const name = within(dialog).getByRole('textbox', { name: 'Name' });
    const keep = within(dialog).getByRole('button', { name: 'Keep' });
    await userEvent.type(name, 'Mine{Enter}');
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'You keep a view “Mine” already',
    );
    expect(keep).toBeDisabled();
    await userEvent.type(name, '{Enter}');
    expect(api.auditViews).toMatchObject([{ query: { stage: 'failed' } }]);

    // Another name is not taken.
    await userEvent.type(name, ' own');
    expect(within(dialog).queryByRole('alert')).not.toBeInTheDocument();
    expect(keep).toBeEnabled();
    await userEvent.clear(name);
    await userEvent.type(name, 'Mine{Enter}');
    await userEvent.click(
      await within(dialog).findByRole('button', { name: 'Replace “Mine”' }),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(api.auditViews).toMatchObject([
      { name: 'Mine', query: { outcome: 'denied' } },
    ]);
  });

  it('exports what the filter finds, and says when that fails', async () => {
    savedFiles();
    const { api } = await openLog('/audit?outcome=denied');
    await userEvent.click(screen.getByRole('button', { name: 'Export' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: /CSV/ }));
    await waitFor(() =>
      expect(api.exports).toMatchObject([{ format: 'csv', outcome: 'denied' }]),
    );

    api.break('exportAuditRecords');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Export' }),
    );
    await userEvent.click(
      await screen.findByRole('menuitem', { name: /NDJSON/ }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The export failed',
    );
  });

  it('says in one line how the log stands', async () => {
    const api = new FakeEnvironmentsApi();
    await openLog('/audit', api);
    const line = await screen.findByRole('region', {
      name: 'How the log stands',
    });
    expect(line).toHaveTextContent(
      /4 records sealed, the last [\d.]+ s ago; witnessed by witness\.example up to 4; records checked 1 h 0 min ago: all 4 are as they were sealed; clusters compared 2 min \d+ s ago: all 17 namespaces accounted for/,
    );

    api.auditLog.changes = { witnesses: [], isLagging: true };
    await userEvent.click(screen.getByRole('button', { name: 'Look again' }));
    expect(await within(line).findByText('Sealing lags')).toBeInTheDocument();
    expect(line).toHaveTextContent('no witness keeps a checkpoint');
  });

  it('says how far the check of all records is, in no other tone', async () => {
    const api = new FakeEnvironmentsApi();
    const check = { isOverdue: false, faultCount: 0, faults: [] };
    const running = {
      startedAt: '2026-11-22T12:00:00.000Z',
      size: '151200',
      nextIndex: '12000',
    };
    api.auditLog.changes = { check: { ...check, running } };
    await openLog('/audit', api);
    const line = await screen.findByRole('region', {
      name: 'How the log stands',
    });
    expect(line).toHaveTextContent(
      'records being checked for the first time, at 12,000 of 151,200;',
    );
    expect(within(line).getByText('Sealed and witnessed')).toBeInTheDocument();

    const last = {
      endedAt: new Date(Date.now() - 86_400_000).toISOString(),
      size: '140000',
      records: '140000',
    };
    api.auditLog.changes = { check: { ...check, last, running } };
    await userEvent.click(screen.getByRole('button', { name: 'Look again' }));
    await waitFor(() =>
      expect(line).toHaveTextContent(
        'records checked 24 h 0 min ago: all 140,000 are as they were sealed (again now, at 12,000 of 151,200);',
      ),
    );
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('names the records that are not what was sealed, and says what to do', async () => {
    const api = new FakeEnvironmentsApi();
    const foundAt = '2026-11-22T12:00:00.000Z';
    const { eventId } = api.records[0];
    const { check } = await api.auditLog.describe();
    api.auditLog.changes = {
      check: {
        ...check,
        faultCount: 1203,
        faults: [
          {
            kind: 'misfiled',
            fromIndex: '3',
            toIndex: '4',
            foundAt,
            eventId,
          },
          { kind: 'missing', fromIndex: '5', toIndex: '6', foundAt },
          { kind: 'tree', fromIndex: '7', toIndex: '51', foundAt },
        ],
      },
    };
    await openLog('/audit', api);
    const line = await screen.findByRole('region', {
      name: 'How the log stands',
    });
    expect(within(line).getByText('Not what was sealed')).toBeInTheDocument();
    expect(line).not.toHaveTextContent('Sealed and witnessed');
    expect(line).toHaveTextContent('ago: 1203 faults;');

    const alert = screen.getByRole('alert');
    expect(
      within(alert)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      'Record 3: filed as something else than it says, so that filters miss it',
      'Record 5: missing, and in no archive',
      'Records 7 to 50: they do not make the tree that was signed',
      'and 1,200 more',
    ]);
    expect(alert).toHaveTextContent('sandlot audit verify');
    expect(alert).toHaveTextContent('ask who has access to the database');
    expect(
      within(alert).getByRole('link', { name: 'Record 3' }),
    ).toHaveAttribute('href', `/audit?record=${eventId}`);
  });

  it('says that words, groups and revisions are not looked for in what is not sealed', async () => {
    const api = new FakeEnvironmentsApi();
    await openLog('/audit?text=harbor-try', api);
    const why = /^Groups, revisions and words are looked for in sealed records/;
    expect(screen.getByText(why)).toHaveTextContent('about a second');

    api.auditLog.unsealed = 2;
    api.auditLog.changes = { isLagging: true };
    await userEvent.click(
      await screen.findByRole('button', { name: 'Look again' }),
    );
    expect(
      await screen.findByText('2 records that are not sealed were left out'),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    await waitFor(() =>
      expect(screen.queryByText(why)).not.toBeInTheDocument(),
    );
  });

  it('keeps the records when the chart or the log’s state cannot be had', async () => {
    const api = new FakeEnvironmentsApi();
    api.break('summarizeAuditRecords');
    api.break('getAuditLog');
    await openLog('/audit', api);
    expect(rows()).toHaveLength(4);
    expect(await screen.findAllByRole('alert')).toHaveLength(2);
  });

  it('calls no record witnessed that is not what was sealed', async () => {
    const api = new FakeEnvironmentsApi();
    const { eventId } = api.records[0];
    api.records[0] = { ...api.records[0], changed: true };
    await openLog('/audit', api);
    const changed = rows().filter(row => within(row).queryByText('Changed'));
    expect(changed).toHaveLength(1);
    expect(changed[0]).toHaveTextContent('changed after it was written');
    expect(within(changed[0]).queryByText('Witnessed')).not.toBeInTheDocument();

    renderPage(`/audit?record=${eventId}`, api, 'auditor');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Export the time around it with proofs and verify the file',
    );
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

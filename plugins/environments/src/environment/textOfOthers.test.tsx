import { screen, within } from '@testing-library/react';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { DANA } from '../__testUtils__/fixtures';
import { renderPage } from '../__testUtils__/renderPage';

const NOW = new Date().toISOString();
/** What a page must show as it is, and never become. */
const NASTY =
  '<img src=x onerror="alert(1)"><script>alert(1)</script> [a](javascript:alert(1)) https://evil.example =1+1 {{7*7}}';

function expectInert() {
  expect(
    document.querySelectorAll(
      'script, img[src="x"], [onerror], a[href^="javascript"], a[href*="evil.example"]',
    ),
  ).toHaveLength(0);
}

describe('text that others wrote', () => {
  let api: FakeEnvironmentsApi;
  let id: string;

  beforeEach(() => {
    api = new FakeEnvironmentsApi();
    ({ id } = api.add({
      name: 'harbor-try',
      phase: 'Ready',
      parameters: { note: NASTY, [NASTY]: 'x' },
      legalHold: { by: DANA, since: NOW, reason: NASTY },
      allowed: { access: true, members: true },
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'Proven',
          message: NASTY,
          lastTransitionTime: NOW,
        },
      ],
    }));
    api.elevations = [
      {
        id: 'elevation-1',
        person: DANA,
        minutes: 15,
        reason: NASTY,
        state: 'rejected',
        decidedBy: DANA,
        decisionReason: NASTY,
        requestedAt: NOW,
        lapsesAt: NOW,
        mayDecide: false,
        mayClose: false,
        mayUse: false,
      },
    ];
  });

  it('is text in reasons and decisions', async () => {
    renderPage(`/environments/${id}`, api);
    const table = await screen.findByRole('grid', {
      name: 'More rights for minutes',
    });
    expect(within(table).getAllByText(NASTY, { exact: false })).toHaveLength(2);
    expect(screen.getByRole('note')).toHaveTextContent(NASTY);
    expectInert();
  });

  it('is text in parameters and conditions', async () => {
    renderPage(`/environments/${id}?tab=conditions`, api);
    expect(
      (await screen.findAllByText(NASTY, { exact: false })).length,
    ).toBeGreaterThan(1);
    expectInert();
  });

  it('is text in labels of links', async () => {
    await api.createShare(id, { label: NASTY });
    renderPage(`/environments/${id}?tab=members`, api);
    expect(
      await screen.findByRole('button', {
        name: `Revoke the link for ${NASTY}`,
      }),
    ).toBeInTheDocument();
    expectInert();
  });

  it('is text in a record of the log, the raw one too', async () => {
    const [record] = api.records;
    api.records = [{ ...record, reason: NASTY, parameters: { note: NASTY } }];
    renderPage(`/audit?record=${record.eventId}`, api, 'auditor');
    const panel = await screen.findByRole('region', { name: 'Record' });
    await within(panel).findByRole('heading', { name: 'Raw record' });
    expect(
      within(panel).getAllByText(/onerror=/, { exact: false }).length,
    ).toBeGreaterThan(1);
    expectInert();
  });
});

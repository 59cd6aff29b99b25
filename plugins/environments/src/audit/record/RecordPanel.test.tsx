import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MILO, OPS_TEAM, POLICIES } from '../../__testUtils__/approvalFixtures';
import { FakeEnvironmentsApi } from '../../__testUtils__/FakeEnvironmentsApi';
import { FakeSigner } from '../../__testUtils__/FakeSigner';
import { DANA, OPS } from '../../__testUtils__/fixtures';
import { renderPage } from '../../__testUtils__/renderPage';

async function openRecord(api: FakeEnvironmentsApi, index = 0) {
  renderPage(`/audit?record=${api.records[index].eventId}`, api, 'auditor');
  const panel = await screen.findByRole('region', { name: 'Record' });
  await within(panel).findByRole('heading', { name: 'Raw record' });
  return panel;
}

function fact(panel: HTMLElement, term: string) {
  return within(panel).getByText(term, { selector: 'dt' }).nextElementSibling!;
}

async function press(panel: HTMLElement, name: string) {
  await userEvent.click(await within(panel).findByRole('button', { name }));
}

describe('A record', () => {
  beforeEach(() => window.localStorage.clear());

  it('gives the five answers, the trail and the raw bytes', async () => {
    const api = new FakeEnvironmentsApi();
    const [request, attempt] = api.records;
    const panel = await openRecord(api);
    for (const name of [
      'Who, and by what right',
      'Where',
      'What',
      'Why',
      'Is it acceptable?',
    ]) {
      expect(within(panel).getByRole('heading', { name })).toBeInTheDocument();
    }
    expect(fact(panel, 'Because')).toHaveTextContent(
      'Developers may create for a group that they belong to',
    );
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
    expect(panel).toHaveTextContent('3 records in 2.0 s.');
    expect(trail).toHaveTextContent('Succeeded after 1.0 s');
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

  it('says by what right a step was taken: by that of its request', async () => {
    const panel = await openRecord(new FakeEnvironmentsApi(), 2);
    await waitFor(() =>
      expect(fact(panel, 'Decision')).toHaveTextContent('ALLOW'),
    );
    expect(panel).toHaveTextContent('Decided once for the whole request');
    expect(fact(panel, 'Actor')).toHaveTextContent('system:reconciler');
    expect(fact(panel, 'On behalf of')).toHaveTextContent('dana');
  });

  it('says which policies applied and who agreed, in words', async () => {
    const api = new FakeEnvironmentsApi();
    const decidedAt = '2026-11-22T12:00:00.000Z';
    api.records = api.records.map(record => ({
      ...record,
      policies: POLICIES,
      approvals: [
        {
          approval: '0192f1c0-0000-7000-8000-0000000000a1',
          by: OPS_TEAM,
          count: 1,
          policy: 'large',
          source: 'template',
          decisions: [
            { by: MILO, onBehalfOf: OPS, decision: 'approve', decidedAt },
          ],
        },
      ],
    }));
    const panel = await openRecord(api);
    expect(
      within(panel).getByRole('list', { name: 'Policies' }),
    ).toHaveTextContent(
      /2 people of platform-ops must agree.*Large ones cost real money.*of the template/,
    );
    expect(
      within(panel).getByRole('list', { name: 'Approvals' }),
    ).toHaveTextContent(
      /platform-ops.*Approved: milo in the place of olga, 2026-11-22 12:00:00 UTC/,
    );
  });

  it('shows as it was written what it does not know', async () => {
    const api = new FakeEnvironmentsApi();
    api.records = api.records.map(record => ({
      ...record,
      policies: [{ rule: 7 }],
    }));
    const panel = await openRecord(api);
    expect(fact(panel, 'Policies')).toHaveTextContent('[{"rule":7}]');
  });

  it('marks an attempt without a result', async () => {
    const api = new FakeEnvironmentsApi();
    api.records = api.records.slice(0, 2);
    const panel = await openRecord(api);
    expect(await within(panel).findByText('No result yet')).toBeInTheDocument();
  });

  it('verifies in the browser against the key that its reader trusts', async () => {
    const panel = await openRecord(new FakeEnvironmentsApi());
    const verify = await within(panel).findByRole('button', {
      name: 'Verify in this browser',
    });
    expect(verify).toBeDisabled();
    await press(panel, 'It is the same: trust this key');
    await userEvent.click(verify);
    expect(
      await within(panel).findByText('This record is proven'),
    ).toBeInTheDocument();
    const steps = within(panel).getByRole('list', {
      name: 'Steps of the verification',
    });
    expect(
      within(steps)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent?.split(' ')[0]),
    ).toEqual(['Proven', 'Proven', 'Proven', 'Not', 'Proven', 'Proven']);
  });

  it('warns loudly of another key, and proves nothing with it', async () => {
    const api = new FakeEnvironmentsApi();
    const panel = await openRecord(api);
    await press(panel, 'It is the same: trust this key');
    api.auditLog.signer = new FakeSigner('sandlot.example/log');
    await userEvent.click(screen.getByRole('button', { name: 'Look again' }));
    expect(
      await within(panel).findByText(
        'The log signs with a key that you do not trust',
      ),
    ).toBeInTheDocument();
    await press(panel, 'Verify in this browser');
    expect(
      await within(panel).findByText('This record does not hold'),
    ).toBeInTheDocument();
    expect(panel).toHaveTextContent(
      'No key that you trust signed the checkpoint of sandlot.example/log.',
    );
  });

  it('says of what is not sealed that nothing proves it yet', async () => {
    const api = new FakeEnvironmentsApi();
    api.auditLog.unsealed = 1;
    const panel = await openRecord(api, 3);
    expect(panel).toHaveTextContent('It is not sealed yet');
    expect(
      within(panel).queryByRole('button', { name: 'Verify in this browser' }),
    ).not.toBeInTheDocument();
  });

  it('says who was erased, and that the proof holds all the same', async () => {
    const api = new FakeEnvironmentsApi();
    api.auditLog.erase(DANA);
    const panel = await openRecord(api);
    expect(fact(panel, 'Actor')).toHaveTextContent('Erased person');
    expect(panel).toHaveTextContent('What named a person here was erased');
    await press(panel, 'It is the same: trust this key');
    await press(panel, 'Verify in this browser');
    expect(
      await within(panel).findByText('This record is proven'),
    ).toBeInTheDocument();
  });
});

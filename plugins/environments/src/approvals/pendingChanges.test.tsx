import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { AskedChange } from '@sandlot/plugin-environments-common';
import {
  approvalDetail,
  approvalOfDana,
  OPS_TEAM,
} from '../__testUtils__/approvalFixtures';
import { chooseAction } from '../__testUtils__/chooseAction';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { inDays } from '../__testUtils__/fakePreview';
import { EnvironmentChanges } from '../__testUtils__/FakeState';
import { renderPage } from '../__testUtils__/renderPage';
import { formatUtc } from '../format/time';

const LEASE = {
  expiresAt: inDays(3),
  latest: inDays(3.5),
  approvers: [OPS_TEAM],
  warnings: [],
};

function addReady(api: FakeEnvironmentsApi, changes: EnvironmentChanges = {}) {
  return api.add({
    name: 'harbor-api',
    phase: 'Ready',
    lease: LEASE,
    ...changes,
    allowed: { extend: true, transfer: true, ...changes.allowed },
  });
}

const CHANGE: AskedChange = {
  operation: '0192f1c0-0000-7000-8000-0000000000b1',
  kind: 'extend',
  reason: 'Demo for the customer',
  end: { from: '2027-01-02T03:04:00.000Z', to: '2027-02-03T04:05:00.000Z' },
};

describe('a longer lease than the template gives', () => {
  it('says before one clicks who must agree, then whose turn it is, and can be withdrawn', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = addReady(api);
    renderPage(`/environments/${id}`, api);
    await chooseAction('Extend');
    const dialog = await screen.findByRole('dialog', {
      name: 'Extend harbor-api',
    });
    expect(dialog).toHaveTextContent(
      `Its owner may extend it until ${formatUtc(
        LEASE.latest,
      )}. Beyond that platform-ops must agree.`,
    );
    await userEvent.click(
      within(dialog).getByRole('radio', { name: /^As long as its template/ }),
    );
    expect(within(dialog).queryByRole('note')).not.toBeInTheDocument();
    expect(
      within(dialog).getByRole('button', { name: 'Extend' }),
    ).toBeEnabled();

    await userEvent.click(
      within(dialog).getByRole('radio', { name: /^One more week: until/ }),
    );
    expect(within(dialog).getByRole('note')).toHaveTextContent(
      `platform-ops must agree firstThey read your reason. Until they agree it lives until ${formatUtc(
        LEASE.expiresAt,
      )}, as now.`,
    );
    const ask = within(dialog).getByRole('button', { name: 'Ask for it' });
    expect(ask).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /^Reason/ }),
      'Demo for the customer',
    );
    await userEvent.click(ask);

    const notice = await findNotice('A longer lease waits for agreement');
    expect(notice).toHaveTextContent(formatUtc(LEASE.expiresAt));
    expect(notice).toHaveTextContent('Demo for the customer');
    expect(notice).toHaveTextContent(/platform-ops since .* UTC/);
    expect(api.operationRequests).toEqual([
      {
        kind: 'extend',
        until: expect.stringMatching(/Z$/),
        reason: 'Demo for the customer',
      },
    ]);

    await userEvent.click(
      within(notice).getByRole('button', { name: 'Withdraw request' }),
    );
    const withdrawal = await screen.findByRole('dialog', {
      name: 'Withdraw what you ask of harbor-api?',
    });
    await userEvent.click(
      within(withdrawal).getByRole('button', { name: 'Withdraw request' }),
    );
    expect(
      await screen.findByRole('button', { name: 'Extend' }),
    ).toBeInTheDocument();
    expect(
      screen.queryByText('A longer lease waits for agreement'),
    ).not.toBeInTheDocument();
  });

  it('is asked for once at a time', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = addReady(api, {
      approvals: [approvalOfDana({ change: CHANGE })],
    });
    renderPage(`/environments/${id}`, api);
    await chooseAction('Extend');
    const dialog = await screen.findByRole('dialog', {
      name: 'Extend harbor-api',
    });
    await userEvent.click(
      within(dialog).getByRole('radio', { name: /^One more week: until/ }),
    );
    expect(within(dialog).getByRole('note')).toHaveTextContent(
      'waits for agreement already',
    );
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /^Reason/ }),
      'Demo for the customer',
    );
    expect(
      within(dialog).getByRole('button', { name: 'Ask for it' }),
    ).toBeDisabled();
  });

  it('is given by ops at once', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = addReady(api);
    renderPage(`/environments/${id}`, api, 'ops');
    await chooseAction('Extend');
    const dialog = await screen.findByRole('dialog', {
      name: 'Extend harbor-api',
    });
    await userEvent.click(
      within(dialog).getByRole('radio', { name: /^One more week: until/ }),
    );
    expect(
      within(dialog).getByRole('button', { name: 'Extend' }),
    ).toBeEnabled();
    expect(within(dialog).queryByRole('note')).not.toBeInTheDocument();
  });

  it('stands among the approvals with what it would change, and is decided there', async () => {
    const api = new FakeEnvironmentsApi();
    const detail = approvalDetail({ change: CHANGE }, { policies: [] });
    api.approvals = [detail];
    renderPage('/environments/approvals', api);
    const table = await screen.findByRole('grid', { name: 'Approvals for me' });
    expect(within(table).getAllByRole('row')[1]).toHaveTextContent(
      /shop-1.*Longer lease → 2027-02-03 04:05 UTC.*Your turn/,
    );
    await userEvent.click(within(table).getByRole('link', { name: 'shop-1' }));
    expect(
      await screen.findByRole('heading', { name: 'A longer lease of shop-1' }),
    ).toBeInTheDocument();
    const would = screen.getByRole('region', { name: 'What would change' });
    expect(would).toHaveTextContent(
      /2027-01-02 03:04 UTC → 2027-02-03 04:05 UTC/,
    );
    expect(would).toHaveTextContent('Demo for the customer');
    await userEvent.click(screen.getByRole('button', { name: 'Approve' }));
    expect(await screen.findByText('It is done now.')).toBeInTheDocument();
  });
});

describe('a change that policies want agreement for', () => {
  it('is an upgrade that says so before one asks for it', async () => {
    const api = new FakeEnvironmentsApi();
    api.upgradeApprovals = [
      {
        by: OPS_TEAM,
        count: 2,
        policy: 'large',
        source: 'template',
        message: 'Large ones cost real money',
      },
    ];
    const { id } = api.addBehind('harbor-api');
    renderPage(`/environments/${id}`, api);
    await chooseAction('Upgrade');
    const dialog = await screen.findByRole('dialog', {
      name: 'Upgrade harbor-api',
    });
    expect(
      await within(dialog).findByRole('list', { name: 'Who must agree' }),
    ).toHaveTextContent(/platform-ops.*Large ones cost real money/);
    const ask = within(dialog).getByRole('button', { name: 'Ask for it' });
    expect(ask).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /^Reason/ }),
      'More orders',
    );
    await userEvent.click(ask);
    const notice = await findNotice('An upgrade waits for agreement');
    expect(notice).toHaveTextContent('More orders');
    expect(notice).toHaveTextContent(/Revision.* → .*Asked bydana/);
    expect(api.upgradeRequests).toEqual([
      expect.objectContaining({ reason: 'More orders' }),
    ]);

    await chooseAction('Upgrade');
    const again = await screen.findByRole('dialog', {
      name: 'Upgrade harbor-api',
    });
    expect(
      await within(again).findByText(/An upgrade waits for agreement already/),
    ).toBeInTheDocument();
    expect(
      within(again).getByRole('button', { name: 'Ask for it' }),
    ).toBeDisabled();
  });

  it('is a transfer that says so before one asks for it', async () => {
    const api = new FakeEnvironmentsApi();
    api.transferApprovers = [OPS_TEAM];
    const { id } = addReady(api);
    renderPage(`/environments/${id}`, api);
    await chooseAction('Hand over');
    let dialog = await screen.findByRole('dialog', {
      name: 'Hand over harbor-api',
    });
    const choose = async () => {
      await userEvent.type(within(dialog).getByRole('combobox'), 'mil');
      await userEvent.click(
        await screen.findByRole('option', { name: /Milo/ }),
      );
    };
    expect(within(dialog).queryByRole('note')).not.toBeInTheDocument();
    await choose();
    expect(
      await within(dialog).findByRole('list', { name: 'Who must agree' }),
    ).toHaveTextContent(/platform-ops.*They know who has what/);
    const ask = within(dialog).getByRole('button', { name: 'Ask for it' });
    expect(ask).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /^Reason/ }),
      'He goes on with it',
    );
    await userEvent.click(ask);
    expect(
      await findNotice('Another owner waits for agreement'),
    ).toHaveTextContent('He goes on with it');

    await chooseAction('Hand over');
    dialog = await screen.findByRole('dialog', {
      name: 'Hand over harbor-api',
    });
    await choose();
    expect(
      await within(dialog).findByText(
        /A request for another owner waits for agreement already/,
      ),
    ).toBeInTheDocument();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /^Reason/ }),
      'Once more',
    );
    expect(
      within(dialog).getByRole('button', { name: 'Ask for it' }),
    ).toBeDisabled();
  });

  it('is a transfer that says what policies have against the owner', async () => {
    const api = new FakeEnvironmentsApi();
    api.transferProblems = [{ path: '/owner', message: 'Ops have their own' }];
    const { id } = addReady(api);
    renderPage(`/environments/${id}`, api);
    await chooseAction('Hand over');
    const dialog = await screen.findByRole('dialog', {
      name: 'Hand over harbor-api',
    });
    await userEvent.type(within(dialog).getByRole('combobox'), 'mil');
    await userEvent.click(await screen.findByRole('option', { name: /Milo/ }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'Ops have their own',
    );
    expect(
      within(dialog).getByRole('button', { name: 'Hand over' }),
    ).toBeDisabled();
  });

  it('is a transfer that shows from whom to whom', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = addReady(api, {
      approvals: [
        approvalOfDana({
          change: {
            operation: CHANGE.operation,
            kind: 'transfer',
            owner: {
              from: 'group:default/team-harbor',
              to: 'group:default/team-orchard',
            },
          },
        }),
      ],
    });
    renderPage(`/environments/${id}`, api);
    const notice = await findNotice('Another owner waits for agreement');
    expect(notice).toHaveTextContent(/team-harbor → team-orchard/);
    // Nothing is offered that one may not.
    expect(
      within(notice).queryByRole('button', { name: 'Withdraw request' }),
    ).not.toBeInTheDocument();
  });
});

it('does not take what was refused of one that lived for one that was not made', async () => {
  const api = new FakeEnvironmentsApi();
  const { id } = addReady(api, {
    phase: 'Deleted',
    approvals: [approvalOfDana({ change: CHANGE, state: 'rejected' })],
  });
  renderPage(`/environments/${id}?tab=activity`, api);
  expect(
    await screen.findByRole('grid', { name: 'Operations' }),
  ).toBeInTheDocument();
  expect(screen.queryByText(/It was not made/)).not.toBeInTheDocument();
});

async function findNotice(title: string) {
  const text = await screen.findByText(title);
  return text.closest<HTMLElement>('[role="status"]')!;
}

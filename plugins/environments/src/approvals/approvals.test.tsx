import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  approvalDetail,
  approvalOfDana,
  MILO,
  OPS_TEAM,
} from '../__testUtils__/approvalFixtures';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { inDays } from '../__testUtils__/fakePreview';
import { DANA, OPS } from '../__testUtils__/fixtures';
import { renderPage } from '../__testUtils__/renderPage';

const LIST = '/environments/approvals';

function openDetail(api: FakeEnvironmentsApi) {
  return renderPage(`${LIST}/${api.approvals[0].approval.id}`, api);
}

describe('the approvals page', () => {
  it('leads from what waits for me to the decision', async () => {
    const api = new FakeEnvironmentsApi();
    api.approvals = [approvalDetail()];
    renderPage(LIST, api);

    const table = await screen.findByRole('grid', { name: 'Approvals for me' });
    const [, row] = within(table).getAllByRole('row');
    expect(row).toHaveTextContent(/shop-1.*Your turn.*team-harbor.*0 of 2/);
    expect(screen.queryByRole('tab', { name: 'All' })).not.toBeInTheDocument();

    await userEvent.click(within(table).getByRole('link', { name: 'shop-1' }));
    expect(
      await screen.findByRole('heading', { name: 'Environment shop-1' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Approve' })).toBeEnabled();
  });

  it('says where there is nothing, and keeps tab and state in the address', async () => {
    const api = new FakeEnvironmentsApi();
    api.approvals = [
      {
        ...approvalDetail(),
        approval: approvalOfDana({ state: 'approved', closedAt: inDays(0) }),
      },
    ];
    renderPage(LIST, api);

    expect(
      await screen.findByText('No request and no change waits for you.'),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Asked by me' }));
    expect(
      await screen.findByText(/Nothing that you asked for waits/),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: /State/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Closed' }),
    );
    const table = await screen.findByRole('grid', {
      name: 'Approvals asked by me',
    });
    expect(within(table).getByText('Approved')).toBeInTheDocument();
    expect(window.location.search).toBe('?tab=requested&state=closed');
  });

  it('shows those of everybody to ops and auditors', async () => {
    const api = new FakeEnvironmentsApi();
    api.approvals = [approvalDetail({ mayDecide: false })];
    renderPage(`${LIST}?tab=all`, api, 'auditor');
    expect(
      await screen.findByRole('grid', { name: 'All approvals' }),
    ).toHaveTextContent('Waiting');
  });

  it('says that it could not be fetched, and tries again', async () => {
    const api = new FakeEnvironmentsApi();
    api.break('listApprovals');
    renderPage(LIST, api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database does not answer.',
    );
    api.mend('listApprovals');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByText('No request and no change waits for you.'),
    ).toBeInTheDocument();
  });
});

describe('an approval', () => {
  it('says what would be made and why, and is approved as it was looked at', async () => {
    const api = new FakeEnvironmentsApi();
    api.approvals = [approvalDetail()];
    const decide = jest.spyOn(api, 'decideApproval');
    openDetail(api);

    const made = await screen.findByRole('region', {
      name: 'What would be made',
    });
    expect(made).toHaveTextContent('Up to 4 CPU and 8 GiB memory');
    expect(made).toHaveTextContent('14 days from when it is made');
    expect(await screen.findByText('Volume (GiB)')).toBeInTheDocument();
    const rules = screen.getByRole('list', { name: 'Which rules apply' });
    expect(rules).toHaveTextContent('Large ones cost real money');
    expect(rules).toHaveTextContent('Policy large of the template');
    expect(screen.getByText('One rule does not apply')).toBeInTheDocument();
    expect(screen.getByText('Nobody has decided yet.')).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Approve' }));
    const done = await screen.findByText('You approved it');
    expect(decide).toHaveBeenCalledWith(api.approvals[0].approval.id, {
      decision: 'approve',
      digest: api.approvals[0].digest,
    });
    expect(done.closest('[role="status"]')).toHaveFocus();
    expect(
      screen.queryByRole('button', { name: 'Approve' }),
    ).not.toBeInTheDocument();
    expect(screen.getByRole('grid', { name: 'Decisions' })).toHaveTextContent(
      /dana.*Approved/,
    );
  });

  it('is rejected only with a reason', async () => {
    const api = new FakeEnvironmentsApi();
    api.approvals = [approvalDetail()];
    openDetail(api);

    await userEvent.click(
      await screen.findByRole('button', { name: 'Reject' }),
    );
    const dialog = await screen.findByRole('dialog');
    const reject = within(dialog).getByRole('button', { name: 'Reject' });
    expect(reject).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Use the small one',
    );
    await userEvent.click(reject);
    expect(
      await screen.findByText('You rejected it: nothing is made'),
    ).toBeInTheDocument();
    expect(screen.getByRole('grid', { name: 'Decisions' })).toHaveTextContent(
      'Use the small one',
    );
  });

  it('says behind the dialog, too, that it was not rejected', async () => {
    const api = new FakeEnvironmentsApi();
    api.approvals = [approvalDetail()];
    openDetail(api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Reject' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason/ }),
      'Use the small one',
    );
    api.break('decideApproval');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Reject' }),
    );
    await waitFor(() =>
      expect(screen.getAllByText('You have not rejected it')).toHaveLength(2),
    );
    expect(
      screen.queryByText('You have not approved it'),
    ).not.toBeInTheDocument();
  });

  it('asks to look again when somebody was faster', async () => {
    const api = new FakeEnvironmentsApi();
    api.approvals = [approvalDetail()];
    openDetail(api);
    const approve = await screen.findByRole('button', { name: 'Approve' });

    api.break('decideApproval', 409, 'ConflictError', 'It is rejected already');
    api.approvals = [approvalDetail({ state: 'rejected', mayDecide: false })];
    await userEvent.click(approve);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Something changed since you looked');
    expect(alert).toHaveTextContent('It is rejected already');
    await waitFor(() =>
      expect(
        screen.queryByRole('button', { name: 'Approve' }),
      ).not.toBeInTheDocument(),
    );
    expect(screen.getByText('Rejected')).toBeInTheDocument();
  });

  it('says why one may not decide, and in whose place one does', async () => {
    const api = new FakeEnvironmentsApi();
    const whyNot = 'You asked for it yourself: somebody else must agree';
    api.approvals = [
      approvalDetail({ mayDecide: false, requestedBy: DANA, whyNot }),
    ];
    openDetail(api);
    expect(await screen.findByText(whyNot)).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Approve' }),
    ).not.toBeInTheDocument();
  });

  it('names the stand-in’s principal, and who else must agree', async () => {
    const api = new FakeEnvironmentsApi();
    const other = approvalOfDana({
      id: '0192f1c0-0000-7000-8000-0000000000a2',
    });
    api.approvals = [approvalDetail({ onBehalfOf: OPS }, { others: [other] })];
    openDetail(api);
    expect(
      await screen.findByText('You decide in the place of olga.'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('region', { name: 'Who else must agree' }),
    ).toHaveTextContent('platform-ops, 0 of 2 agreed');
  });

  it('answers alike for what is not there and what one may not see', async () => {
    renderPage(
      `${LIST}/0192f1c0-0000-7000-8000-000000000fff`,
      new FakeEnvironmentsApi(),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'No such approval',
    );
  });
});

describe('stand-ins', () => {
  it('are named until a day, and ended', async () => {
    const api = new FakeEnvironmentsApi();
    api.delegations = [
      {
        id: '0192f1c0-0000-7000-8000-0000000000d1',
        from: MILO,
        to: DANA,
        until: inDays(3),
        reason: 'Away',
      },
    ];
    renderPage(`${LIST}?tab=standIns`, api);

    expect(
      await screen.findByText('Nobody decides in your place.'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('grid', { name: 'In whose place I decide' }),
    ).toHaveTextContent(/milo.*Away/);

    await userEvent.click(
      screen.getByRole('button', { name: 'Name a stand-in' }),
    );
    const dialog = await screen.findByRole('dialog');
    const give = within(dialog).getByRole('button', {
      name: 'Name a stand-in',
    });
    expect(give).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('combobox', { name: /Person/ }),
      'mil',
    );
    await userEvent.click(await screen.findByRole('option', { name: /Milo/ }));
    const until = inDays(10).slice(0, 10);
    await userEvent.type(within(dialog).getByLabelText('Until'), until);
    await userEvent.click(give);

    const mine = await screen.findByRole('grid', {
      name: 'Who decides in my place',
    });
    expect(mine).toHaveTextContent(`${until} 23:59 UTC`);
    await userEvent.click(
      screen.getByRole('button', { name: 'End that milo decides in my place' }),
    );
    expect(
      await screen.findByText('Nobody decides in your place.'),
    ).toBeInTheDocument();
  });
});

describe('an environment that must be agreed to', () => {
  it('says whose turn it is, who agreed, until when, and can be withdrawn', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({
      name: 'shop-1',
      phase: 'AwaitingApproval',
      allowed: { cancel: true },
      approvals: [
        approvalOfDana({
          expiresAt: '2027-01-02T03:04:00.000Z',
          decisions: [
            { by: OPS, decision: 'approve', decidedAt: inDays(-0.5) },
          ],
        }),
      ],
    });
    renderPage(`/environments/${id}`, api);

    const turns = await screen.findByRole('list', { name: 'Who must agree' });
    expect(turns).toHaveTextContent(/Waiting.*platform-ops since .* UTC/);
    expect(turns).toHaveTextContent('1 of 2 agreed');
    expect(turns).toHaveTextContent(/olga, at/);
    expect(
      screen.getByText(/it is refused at 2027-01-02 03:04 UTC/),
    ).toBeInTheDocument();

    await userEvent.click(
      screen.getByRole('button', { name: 'Withdraw request' }),
    );
    expect(await screen.findByRole('dialog')).toHaveTextContent(
      'Nothing was made yet',
    );
  });

  it('names in the list whom it waits for', async () => {
    const api = new FakeEnvironmentsApi();
    api.add({
      name: 'shop-1',
      phase: 'AwaitingApproval',
      approvals: [approvalOfDana()],
    });
    renderPage('/environments/mine', api);
    expect(await screen.findByText('Asked: platform-ops')).toBeInTheDocument();
    expect(
      screen.getByRole('grid', { name: 'My environments' }),
    ).toHaveTextContent('Awaiting approval');
  });

  it('says who rejected it and why', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({
      phase: 'Deleted',
      approvals: [
        approvalOfDana({
          state: 'rejected',
          decisions: [
            {
              by: OPS,
              decision: 'reject',
              reason: 'Too large',
              decidedAt: inDays(0),
            },
          ],
        }),
      ],
    });
    renderPage(`/environments/${id}`, api);
    expect(
      await screen.findByText('It was not made: olga rejected it'),
    ).toBeInTheDocument();
    expect(screen.getByText(/Too large/)).toBeInTheDocument();
  });

  it('keeps who agreed with its activity', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({
      phase: 'Ready',
      approvals: [
        approvalOfDana({
          state: 'approved',
          requirement: {
            by: OPS_TEAM,
            count: 1,
            policy: 'large',
            source: 'template',
            message: 'Large ones cost real money',
          },
          decisions: [
            {
              by: MILO,
              onBehalfOf: OPS,
              decision: 'approve',
              decidedAt: inDays(0),
            },
          ],
        }),
      ],
    });
    renderPage(`/environments/${id}?tab=activity`, api);
    expect(
      await screen.findByRole('grid', { name: 'Decisions' }),
    ).toHaveTextContent(/milo.*in the place of olga.*Approved/);
  });
});

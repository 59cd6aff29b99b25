import { Elevation } from '@sandlot/plugin-environments-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../../__testUtils__/FakeEnvironmentsApi';
import { DANA, OPS } from '../../__testUtils__/fixtures';
import { refusal } from '../../__testUtils__/refusal';
import { renderPage } from '../../__testUtils__/renderPage';

const MILO = 'user:default/milo';

function elevation(change: Partial<Elevation> = {}): Elevation {
  return {
    id: 'elevation-0',
    person: MILO,
    minutes: 30,
    reason: 'Debug egress',
    state: 'requested',
    requestedAt: new Date().toISOString(),
    lapsesAt: new Date(Date.now() + 3_600_000).toISOString(),
    mayDecide: false,
    mayClose: false,
    mayUse: false,
    ...change,
  };
}

function open(elevations: Elevation[] = []) {
  const api = new FakeEnvironmentsApi();
  const { id } = api.add({
    phase: 'Ready',
    name: 'harbor-try',
    allowed: { access: true },
  });
  api.elevations = elevations;
  return { api, show: () => renderPage(`/environments/${id}`, api) };
}
const row = async () => {
  const table = await screen.findByRole('grid', {
    name: 'More rights for minutes',
  });
  return within(table).getAllByRole('row')[1];
};

describe('more rights for minutes', () => {
  it('are asked for with minutes and a reason, once at a time, and taken back', async () => {
    const { api, show } = open();
    show();
    await screen.findByText('Nobody has asked for more rights yet.');
    await userEvent.click(
      screen.getByRole('button', { name: 'Ask for more rights' }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('radio', { name: '60 minutes' }),
    );
    const send = within(dialog).getByRole('button', {
      name: 'Ask for more rights',
    });
    expect(send).toBeDisabled();
    await userEvent.type(within(dialog).getByRole('textbox'), 'Debug egress');
    await userEvent.click(send);

    expect(await row()).toHaveTextContent(
      /dana.*Debug egress.*Waits for somebody to agree to 60 minutes/,
    );
    expect(api.elevations).toMatchObject([{ person: DANA, minutes: 60 }]);
    await waitFor(() =>
      expect(
        screen.queryByRole('button', { name: 'Ask for more rights' }),
      ).not.toBeInTheDocument(),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Close what dana asked for' }),
    );
    await waitFor(async () => expect(await row()).toHaveTextContent('Over'));
  });

  it('are agreed to by who may, from when on the time left is shown', async () => {
    const { show } = open([elevation({ mayDecide: true, mayClose: true })]);
    show();
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Approve more rights for milo',
      }),
    );
    await waitFor(async () =>
      expect(await row()).toHaveTextContent(/Open, for another (30|29)/),
    );
    expect(
      screen.getByRole('button', { name: 'Close what milo asked for' }),
    ).toBeInTheDocument();
  });

  it('are rejected with a reason, which is shown', async () => {
    const { show } = open([elevation({ mayDecide: true, mayClose: true })]);
    show();
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Reject more rights for milo',
      }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox'), 'Not today');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Reject' }),
    );
    await waitFor(async () =>
      expect(await row()).toHaveTextContent('Rejected by dana: Not today'),
    );
  });

  it('give a kubeconfig to whoever has them, and to nobody else', async () => {
    const endsAt = new Date(Date.now() + 1_800_000).toISOString();
    const { api, show } = open([
      elevation({ person: DANA, state: 'open', endsAt, mayUse: true }),
    ]);
    const create = jest.spyOn(api, 'createKubeconfig');
    show();
    const get = await screen.findByRole('button', {
      name: 'Get elevated kubeconfig',
    });
    const forms = screen.getByRole('radiogroup', {
      name: 'Elevated kubeconfig',
    });
    const radio = (name: RegExp) => within(forms).getByRole('radio', { name });
    // As elsewhere, what needs no token kept comes first.
    expect(radio(/^Without a token/)).toBeChecked();
    await userEvent.click(get);
    expect(
      await screen.findByText(/^sandlot login --portal/),
    ).toBeInTheDocument();
    expect(create).toHaveBeenCalledWith(expect.any(String), {
      role: 'elevated',
      form: 'exec',
    });
    await userEvent.click(radio(/^With a token/));
    await userEvent.click(get);
    expect(
      await screen.findByText(
        'kubectl --kubeconfig harbor-try-elevated.kubeconfig get pods',
      ),
    ).toBeInTheDocument();
    expect(create).toHaveBeenCalledWith(expect.any(String), {
      role: 'elevated',
      form: 'token',
    });
  });

  it('say how each ended, who had agreed, and whether it was used', async () => {
    const agreed = {
      decidedBy: OPS,
      endsAt: '2026-11-22T12:30:00.000Z',
      closedAt: '2026-11-22T12:30:00.000Z',
      state: 'closed' as const,
    };
    const { show } = open([
      elevation({
        ...agreed,
        id: 'elevation-1',
        closedBy: DANA,
        usedAt: '2026-11-22T12:05:00.000Z',
      }),
      elevation({
        ...agreed,
        id: 'elevation-2',
        closedBy: 'plugin:environments',
      }),
      elevation({ id: 'elevation-3', state: 'lapsed' }),
    ]);
    show();
    await row();
    const [, closed, ended, lapsed] = screen.getAllByRole('row');
    expect(closed).toHaveTextContent(
      /Over: closed by dana .*Agreed to by olga, for 30 minutes.*First used at/,
    );
    expect(ended).toHaveTextContent(/Over: it ended by itself .*Not used/);
    expect(lapsed).toHaveTextContent('Nobody decided in time');
    expect(lapsed).not.toHaveTextContent('Not used');
  });

  it('are listed a page at a time', async () => {
    const { show, api } = open(
      Array.from({ length: 3 }, (_, index) =>
        elevation({ id: `elevation-${index}`, state: 'closed' }),
      ),
    );
    api.pageSize = 2;
    show();
    const table = await screen.findByRole('grid', {
      name: 'More rights for minutes',
    });
    expect(within(table).getAllByRole('row')).toHaveLength(3);
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    await waitFor(() =>
      expect(within(table).getAllByRole('row')).toHaveLength(4),
    );
    expect(
      screen.queryByRole('button', { name: 'Load more' }),
    ).not.toBeInTheDocument();
  });

  it('offer nothing to who may do nothing', async () => {
    const { show } = open([elevation()]);
    show();
    await row();
    for (const name of [/^Approve/, /^Reject/, /^Close/, /elevated/]) {
      expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
    }
  });

  it('say what went wrong', async () => {
    const { api, show } = open([elevation({ person: DANA, mayClose: true })]);
    jest
      .spyOn(api, 'closeElevation')
      .mockRejectedValue(
        await refusal(503, 'ServiceUnavailableError', 'No database'),
      );
    show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Close what dana asked for' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /It was not done.*No database/,
    );
  });
});

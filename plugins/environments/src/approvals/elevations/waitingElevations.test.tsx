import { Elevation } from '@sandlot/plugin-environments-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../../__testUtils__/FakeEnvironmentsApi';
import { refusal } from '../../__testUtils__/refusal';
import { renderPage } from '../../__testUtils__/renderPage';

const LIST = '/environments/approvals';
const CAPTION = 'More rights that wait for me';

function asked(change: Partial<Elevation> = {}): Elevation {
  return {
    id: 'elevation-0',
    person: 'user:default/milo',
    minutes: 45,
    reason: 'Debug egress',
    state: 'requested',
    requestedAt: '2027-01-02T03:04:00.000Z',
    lapsesAt: '2027-01-02T04:04:00.000Z',
    mayDecide: true,
    mayClose: true,
    mayUse: false,
    ...change,
  };
}

function open(...elevations: Elevation[]) {
  const api = new FakeEnvironmentsApi();
  const { id } = api.add({ phase: 'Ready', name: 'harbor-try' });
  api.elevations = elevations;
  const { signal } = renderPage(LIST, api, 'ops');
  return { api, id, signal };
}

describe('more rights that wait', () => {
  it('stand among the approvals with who asks for what until when, and are agreed to there', async () => {
    const { api, id } = open(asked());
    const table = await screen.findByRole('grid', { name: CAPTION });
    expect(within(table).getAllByRole('row')[1]).toHaveTextContent(
      /harbor-try.*milo.*45 minutes.*Debug egress.*team-harbor.*2027-01-02 03:04 UTC.*2027-01-02 04:04 UTC/,
    );
    expect(
      within(table).getByRole('link', { name: 'harbor-try' }),
    ).toHaveAttribute('href', `/environments/${id}?tab=access`);
    await userEvent.click(
      within(table).getByRole('button', {
        name: 'Approve more rights for milo',
      }),
    );
    expect(
      await screen.findByText(
        /^You approved it: milo has more rights in harbor-try until .* UTC\.$/,
      ),
    ).toBeInTheDocument();
    await waitFor(() => expect(table).not.toBeInTheDocument());
    expect(api.elevations).toMatchObject([{ state: 'open' }]);
  });

  it('are rejected there with a reason', async () => {
    const { api } = open(asked());
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
    expect(
      await screen.findByText(
        'You rejected it: milo gets no more rights in harbor-try.',
      ),
    ).toBeInTheDocument();
    expect(api.elevations).toMatchObject([
      { state: 'rejected', decisionReason: 'Not today' },
    ]);
  });

  it('say that somebody else was faster, and are looked at again', async () => {
    const { api } = open(asked());
    const agree = await screen.findByRole('button', { name: /^Approve/ });
    jest
      .spyOn(api, 'decideElevation')
      .mockRejectedValue(
        await refusal(409, 'ConflictError', 'The elevation is lapsed already'),
      );
    api.elevations = [];
    await userEvent.click(agree);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The elevation is lapsed already',
    );
    await waitFor(() => expect(agree).not.toBeInTheDocument());
  });

  it('take no room where nobody asks, nor among what is closed', async () => {
    const { api, signal } = open(asked({ mayDecide: false }));
    await screen.findByText('No request and no change waits for you.');
    expect(screen.queryByText('More rights for minutes')).toBeNull();
    api.elevations = [asked()];
    signal('any');
    await screen.findByText('More rights for minutes');
    await userEvent.click(screen.getByRole('button', { name: /State/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Closed' }),
    );
    await screen.findByText(/You have not been asked about anything/);
    expect(screen.queryByText('More rights for minutes')).toBeNull();
  });
});

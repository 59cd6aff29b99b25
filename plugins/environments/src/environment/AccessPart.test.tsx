import { AccessAccount } from '@sandlot/plugin-environments-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { DANA } from '../__testUtils__/fixtures';
import { refusal } from '../__testUtils__/refusal';
import { renderPage } from '../__testUtils__/renderPage';

const MILO = 'user:default/milo';

function account(person: string, change: Partial<AccessAccount> = {}) {
  return {
    person,
    role: 'owner',
    account: `sandlot-owner-${person.split('/')[1]}`,
    since: '2026-11-30T08:00:00.000Z',
    tokenEndsAt: new Date(Date.now() + 3600_000).toISOString(),
    state: 'active',
    ...change,
  } satisfies AccessAccount as AccessAccount;
}

function open(allowed: { access: boolean; members?: boolean }) {
  const api = new FakeEnvironmentsApi();
  const { id } = api.add({ phase: 'Ready', name: 'harbor-try', allowed });
  return { api, show: () => renderPage(`/environments/${id}`, api) };
}
const rows = async () =>
  within(
    await screen.findByRole('grid', { name: 'Who has access now' }),
  ).getAllByRole('row');

async function revoke(person: string) {
  await userEvent.click(
    screen.getByRole('button', { name: `Revoke the access of ${person}` }),
  );
  await userEvent.click(
    within(await screen.findByRole('dialog')).getByRole('button', {
      name: 'Revoke',
    }),
  );
}

describe('the access part of an environment', () => {
  it('offers the way without a token first, and says what to run', async () => {
    const { show } = open({ access: true });
    show();
    expect(
      await screen.findByRole('radio', { name: /Without a token/ }),
    ).toBeChecked();
    await userEvent.click(
      screen.getByRole('button', { name: 'Get kubeconfig' }),
    );
    expect(
      await screen.findByText(/^sandlot login --portal http/),
    ).toBeInTheDocument();
    expect(
      screen.getByText('kubectl --kubeconfig harbor-try.kubeconfig get pods'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('timer')).not.toBeInTheDocument();
    expect(screen.getByText('Nobody has got into it yet.')).toBeVisible();
  });

  it('has people sign in by themselves where the cluster knows them', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({
      phase: 'Ready',
      name: 'harbor-try',
      allowed: { access: true },
      cluster: {
        name: 'own',
        title: 'Own',
        reality: 'real',
        signIn: 'oidc',
      },
    });
    api.accounts = [
      account(DANA, {
        tokenEndsAt: undefined,
        username: 'oidc:dana@example.com',
      }),
    ];
    renderPage(`/environments/${id}`, api);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Get kubeconfig' }),
    );
    expect(
      await screen.findByText('kubectl krew install oidc-login'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('kubectl --kubeconfig harbor-try.kubeconfig get pods'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/^sandlot login/)).not.toBeInTheDocument();
    expect(
      screen.queryByRole('radio', { name: /token/ }),
    ).not.toBeInTheDocument();
    expect((await rows())[1]).toHaveTextContent(
      'None: signs in as oidc:dana@example.com',
    );
  });

  it('shows who has access, and revokes it', async () => {
    const { api, show } = open({ access: true, members: true });
    api.accounts = [
      account(DANA, { tokenEndsAt: '2026-11-01T00:00:00.000Z' }),
      account(MILO, { role: 'viewer' }),
    ];
    show();
    const [, dana, milo] = await rows();
    expect(dana).toHaveTextContent(/Owner.*Ended/);
    expect(milo).toHaveTextContent(/Viewer.*Until/);

    await userEvent.click(
      screen.getByRole('button', { name: 'Revoke the access of milo' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Revoke the access of milo?',
    });
    // Nothing is done yet, and nothing if it was not meant.
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Cancel' }),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(await rows()).toHaveLength(3);
    await revoke('milo');
    expect(
      await screen.findByText('The access of milo is revoked'),
    ).toBeInTheDocument();
    expect(await rows()).toHaveLength(2);
  });

  it('lets others than owners give back what is their own, and nothing else', async () => {
    const { api, show } = open({ access: true, members: false });
    api.accounts = [account(DANA), account(MILO)];
    show();
    await screen.findByRole('button', { name: 'Revoke the access of dana' });
    expect(
      screen.queryByRole('button', { name: 'Revoke the access of milo' }),
    ).not.toBeInTheDocument();
  });

  it('says what could not be revoked yet, and why not', async () => {
    const { api, show } = open({ access: true, members: true });
    api.accounts = [account(DANA), account(MILO, { state: 'revoking' })];
    show();
    const [, , milo] = await rows();
    expect(milo).toHaveTextContent('Being revoked');
    jest
      .spyOn(api, 'revokeAccess')
      .mockRejectedValue(
        await refusal(503, 'ServiceUnavailableError', 'No database'),
      );
    await revoke('dana');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /The access was not revoked.*No database/,
    );
  });
});

import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../../__testUtils__/FakeEnvironmentsApi';
import { SHARE_CODE } from '../../__testUtils__/FakeLifecycle';
import { renderPage } from '../../__testUtils__/renderPage';

const STEN = 'user:default/sten';

function start(members = true) {
  const api = new FakeEnvironmentsApi();
  const environment = api.add({
    phase: 'Ready',
    name: 'harbor-try',
    allowed: { members },
  });
  return { api, ...environment };
}
const rows = async () =>
  within(
    await screen.findByRole('grid', { name: 'Links for others' }),
  ).getAllByRole('row');

describe('links to an environment', () => {
  it('are made for somebody until some day, and can be copied this once', async () => {
    const { api, id } = start();
    const createShare = jest.spyOn(api, 'createShare');
    // Of which the clipboard is a part.
    const user = userEvent.setup();
    const writeText = jest.spyOn(navigator.clipboard, 'writeText');
    renderPage(`/environments/${id}?tab=members`, api);
    await user.click(await screen.findByRole('button', { name: 'Make link' }));
    const dialog = await screen.findByRole('dialog');
    const make = within(dialog).getByRole('button', { name: 'Make link' });
    expect(make).toBeDisabled();
    await user.type(
      within(dialog).getByRole('textbox', { name: /For whom/ }),
      'A client',
    );
    await user.click(make);

    const copy = await screen.findByRole('button', { name: 'Copy link' });
    const [[, { label, expiresAt }]] = createShare.mock.calls;
    expect(label).toBe('A client');
    const days = (Date.parse(expiresAt!) - Date.now()) / (24 * 3600_000);
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThan(8.1);
    await user.click(copy);
    expect(writeText).toHaveBeenCalledWith(
      `http://localhost/environments/${id}#share=${SHARE_CODE}`,
    );
    expect((await rows())[1]).toHaveTextContent(/A client.*Until.*Nobody yet/);
    // It is nowhere to be read.
    expect(document.body).not.toHaveTextContent(SHARE_CODE);
  });

  it('are listed with who used them, and revoked', async () => {
    const { api, id } = start();
    const { share } = await api.createShare(id, { label: 'A client' });
    api.shares = [
      { ...share, guests: [{ person: STEN, since: share.createdAt }] },
    ];
    renderPage(`/environments/${id}?tab=members`, api);
    expect((await rows())[1]).toHaveTextContent(/A client.*Until.*sten/i);
    await userEvent.click(
      screen.getByRole('button', { name: 'Revoke the link for A client' }),
    );
    await waitFor(async () =>
      expect((await rows())[1]).toHaveTextContent('Revoked'),
    );
    expect(
      screen.queryByRole('button', { name: /Revoke the link/ }),
    ).not.toBeInTheDocument();
  });

  it('are not shown to who may not make them', async () => {
    const { api, id } = start(false);
    const listShares = jest.spyOn(api, 'listShares');
    renderPage(`/environments/${id}?tab=members`, api);
    await screen.findByRole('heading', { name: 'Members' });
    expect(screen.queryByText('Links for others')).not.toBeInTheDocument();
    expect(listShares).not.toHaveBeenCalled();
  });

  it('let in whoever opens them, and leave the address at once', async () => {
    const { api, id } = start(false);
    const getEnvironment = jest.spyOn(api, 'getEnvironment');
    const redeemShare = jest.spyOn(api, 'redeemShare');
    renderPage(`/environments/${id}?tab=lease#share=${SHARE_CODE}`, api);
    expect(
      await screen.findByRole('heading', { name: /harbor-try/ }),
    ).toBeInTheDocument();
    expect(api.redeemed).toEqual([SHARE_CODE]);
    expect(window.location.href).toBe(
      `http://localhost/environments/${id}?tab=lease`,
    );
    // Before that there was nothing to see, and nothing was asked for.
    expect(redeemShare.mock.invocationCallOrder[0]).toBeLessThan(
      getEnvironment.mock.invocationCallOrder[0],
    );
  });

  it('say when they are not good, and leave the page to who sees it anyway', async () => {
    const { api, id } = start(false);
    renderPage(`/environments/${id}#share=wrong`, api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The link with which you came is not good',
    );
    expect(
      await screen.findByRole('heading', { name: /harbor-try/ }),
    ).toBeInTheDocument();
    expect(window.location.hash).toBe('');
  });
});

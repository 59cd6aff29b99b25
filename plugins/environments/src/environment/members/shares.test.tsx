import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../../__testUtils__/FakeEnvironmentsApi';
import { SHARE_CODE } from '../../__testUtils__/FakeLifecycle';
import { renderPage } from '../../__testUtils__/renderPage';
import { ShareCodeKeeper } from '../../shell/ShareCodeKeeper';
import { keptShareCode } from './keptShareCode';

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
  beforeEach(() => sessionStorage.clear());

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
    // But for whose browser has no clipboard, as over plain http: it is shown this once.
    writeText.mockRejectedValueOnce(new Error('Not here'));
    await user.click(copy);
    expect(
      await screen.findByRole('region', { name: 'Link' }),
    ).toHaveTextContent(`#share=${SHARE_CODE}`);
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
    const dialog = await screen.findByRole('dialog', {
      name: 'Revoke the link for A client?',
    });
    expect(api.shares).toMatchObject([{ state: 'active' }]);
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Revoke' }),
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

  it('tell whoever they let in by whom and until when', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({
      phase: 'Ready',
      guest: {
        until: '2027-01-02T03:04:00.000Z',
        sharedBy: 'user:default/olga',
      },
    });
    const page = renderPage(`/environments/${id}`, api);
    const text = 'You see this by a link of olga, until 2027-01-02 03:04 UTC';
    expect(await screen.findByText(text)).toBeInTheDocument();
    page.unmount();
    const { id: own } = api.add({ phase: 'Ready' });
    renderPage(`/environments/${own}`, api);
    await screen.findByRole('tab', { name: 'Objects' });
    expect(screen.queryByText(/^You see this by a link/)).toBeNull();
  });

  it('let in whoever signed in meanwhile, once', async () => {
    const { api, id } = start(false);
    const at = `/environments/${id}`;
    // As before the sign-in, which may send the address to others.
    const before = renderInTestApp(<ShareCodeKeeper />, {
      initialRouteEntries: [`${at}?tab=lease#share=${SHARE_CODE}`],
    });
    await waitFor(() => expect(keptShareCode(id)).toBe(SHARE_CODE));
    before.unmount();

    const page = renderPage(at, api);
    await screen.findByRole('heading', { name: /harbor-try/ });
    expect(api.redeemed).toEqual([SHARE_CODE]);
    expect(sessionStorage).toHaveLength(0);
    page.unmount();
    renderPage(at, api);
    await screen.findByRole('heading', { name: /harbor-try/ });
    expect(api.redeemed).toHaveLength(1);
  });

  it('let in whoever has a browser that keeps nothing', async () => {
    const { api, id } = start(false);
    const { setItem } = Storage.prototype;
    const spy = jest
      .spyOn(Storage.prototype, 'setItem')
      .mockImplementation(function kept(this: Storage, key, value) {
        if (this === sessionStorage) throw new DOMException('It is full');
        setItem.call(this, key, value);
      });
    const at = `/environments/${id}`;
    const before = renderInTestApp(<ShareCodeKeeper />, {
      initialRouteEntries: [`${at}#share=${SHARE_CODE}`],
    });
    await waitFor(() => expect(keptShareCode(id)).toBe(SHARE_CODE));
    before.unmount();

    renderPage(at, api);
    await screen.findByRole('heading', { name: /harbor-try/ });
    expect(api.redeemed).toEqual([SHARE_CODE]);
    expect(keptShareCode(id)).toBeUndefined();
    spy.mockRestore();
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
    expect(sessionStorage).toHaveLength(0);
  });
});

import type { IdentityApi } from '@backstage/frontend-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { PersonasSignInPage } from './PersonasSignInPage';

const milo = 'user:default/milo';

const users = ['Dana', 'Milo'].map(name => ({
  name,
  entityRef: `user:default/${name.toLowerCase()}`,
  role: 'Developer',
  description: 'Makes environments.',
}));

const session = {
  profile: { displayName: 'Milo' },
  backstageIdentity: {
    token: `e30.${btoa(JSON.stringify({ sub: milo }))}.x`,
    identity: {
      type: 'user',
      userEntityRef: milo,
      ownershipEntityRefs: [milo],
    },
  },
};

/** Renders the page; `signedIn` waits for whom it signs in. */
function renderPage(personas = users) {
  const onSignInSuccess = jest.fn<void, [IdentityApi]>();
  renderInTestApp(<PersonasSignInPage onSignInSuccess={onSignInSuccess} />, {
    config: {
      backend: { baseUrl: 'http://localhost:7007' },
      auth: { providers: { personas: { development: { users: personas } } } },
    },
  });
  return {
    async signedIn() {
      await waitFor(() => expect(onSignInSuccess).toHaveBeenCalledTimes(1));
      return onSignInSuccess.mock.calls[0][0];
    },
  };
}

describe('PersonasSignInPage', () => {
  let fetch: jest.SpyInstance;

  beforeEach(() => {
    fetch = jest
      .spyOn(global, 'fetch')
      .mockImplementation(async () => Response.json(session));
  });

  afterEach(() => {
    jest.restoreAllMocks();
    sessionStorage.clear();
  });

  it('signs in as the person chosen with the keyboard, until the sign-out', async () => {
    const { signedIn } = renderPage();

    const button = await screen.findByRole('button', {
      name: 'Sign in as Milo',
    });
    await userEvent.tab();
    await userEvent.tab();
    expect(button).toHaveFocus();
    await userEvent.keyboard('{Enter}');

    const identity = await signedIn();
    const [url, request] = fetch.mock.lastCall;
    expect(url).toBe('http://localhost:7007/api/auth/personas/refresh');
    expect(new Headers(request.headers).get('x-sandlot-persona')).toBe(milo);
    expect(await identity.getProfileInfo()).toEqual({ displayName: 'Milo' });
    expect(sessionStorage).toHaveLength(1);

    await identity.signOut();
    expect(sessionStorage).toHaveLength(0);
  });

  it('takes the choice that the tab remembers', async () => {
    sessionStorage.setItem('sandlot.persona', milo);
    const { signedIn } = renderPage();

    const { userEntityRef } = await (await signedIn()).getBackstageIdentity();
    expect(userEntityRef).toBe(milo);
  });

  it('asks again when whom it remembers is no longer in the list', async () => {
    sessionStorage.setItem('sandlot.persona', 'user:default/gone');
    renderPage();

    expect(await screen.findAllByRole('button')).toHaveLength(2);
    expect(fetch).not.toHaveBeenCalled();
  });

  it('says why a sign-in failed and lets one choose again', async () => {
    fetch.mockResolvedValueOnce(
      Response.json(
        { error: { name: 'NotFoundError', message: 'User not found' } },
        { status: 404 },
      ),
    );
    const { signedIn } = renderPage();

    const button = { name: 'Sign in as Milo' };
    await userEvent.click(await screen.findByRole('button', button));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /Signing in as Milo failed.*not in the catalog/,
    );
    expect(sessionStorage).toHaveLength(0);

    await userEvent.click(screen.getByRole('button', button));
    await signedIn();
  });

  it('says what is missing where nobody can sign in', async () => {
    renderPage([]);
    expect(
      await screen.findByText('Nobody can sign in yet'),
    ).toBeInTheDocument();
  });
});

import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import App from './App';

const baseUrl = 'http://localhost:7007';
const entityRef = 'user:default/dana';

const config = {
  app: { title: 'Sandlot', baseUrl },
  backend: { baseUrl },
  auth: {
    providers: {
      personas: {
        development: {
          users: [
            {
              name: 'Dana',
              entityRef,
              role: 'Developer, Team Harbor',
              description: 'Makes environments.',
            },
          ],
        },
      },
    },
  },
};

const session = {
  profile: { displayName: 'Dana' },
  backstageIdentity: {
    token: `e30.${btoa(JSON.stringify({ sub: entityRef }))}.x`,
    identity: {
      type: 'user',
      userEntityRef: entityRef,
      ownershipEntityRefs: [entityRef],
    },
  },
};

/** What MUI asks for a small screen. */
const SMALL = '(max-width:599.95px)';

/** @param approvals - what waits for the decision of somebody */
async function signIn(approvals: { mayDecide: boolean }[] = []) {
  process.env = {
    NODE_ENV: 'test',
    APP_CONFIG: [{ context: 'test', data: config }] as unknown as string,
  };
  jest.spyOn(global, 'fetch').mockImplementation(async input => {
    // A Request is what the client of the environments sends.
    const address = input instanceof Request ? input.url : String(input);
    if (address.includes('/api/auth/personas/refresh')) {
      return Response.json(session);
    }
    if (address.includes('/elevations?')) return Response.json({ items: [] });
    return Response.json(
      address.includes('/approvals?') ? { items: approvals } : {},
    );
  });
  render(App.createRoot());
  await userEvent.click(
    await screen.findByRole('button', { name: 'Sign in as Dana' }),
  );
}

describe('App', () => {
  beforeEach(() => sessionStorage.clear());

  it('asks who one is, signs in and shows the way around', async () => {
    await signIn();
    expect(
      await screen.findByRole('link', { name: 'Sandlot, home' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Catalog' })).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Notifications' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Settings' })).toBeInTheDocument();
  });

  it('counts what waits for whoever is signed in', async () => {
    await signIn([{ mayDecide: true }, { mayDecide: false }]);
    expect(
      await screen.findByRole('link', { name: 'Approvals 1' }),
    ).toHaveAttribute('href', '/environments/approvals');
  });

  it('has every place in the bar of a small screen, Environments first', async () => {
    const matchMedia = jest.fn((media: string) => ({
      media,
      matches: media.includes(SMALL),
      addListener: jest.fn(),
      removeListener: jest.fn(),
      addEventListener: jest.fn(),
      removeEventListener: jest.fn(),
    }));
    Object.defineProperty(window, 'matchMedia', {
      configurable: true,
      value: matchMedia,
    });
    await signIn();
    const bar = await screen.findByTestId('mobile-sidebar-root');
    expect(
      within(bar)
        .getAllByRole('button')
        .map(place => place.getAttribute('aria-label')),
    ).toEqual([
      'Environments',
      'Approvals',
      'Audit',
      'Catalog',
      'Notifications',
      'Settings',
    ]);
  });
});

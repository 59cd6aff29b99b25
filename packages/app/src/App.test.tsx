import { render, screen } from '@testing-library/react';
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

describe('App', () => {
  it('asks who one is, signs in and shows the way around', async () => {
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: [{ context: 'test', data: config }] as unknown as string,
    };
    jest
      .spyOn(global, 'fetch')
      .mockImplementation(async input =>
        Response.json(
          String(input).includes('/api/auth/personas/refresh') ? session : {},
        ),
      );
    render(App.createRoot());

    await userEvent.click(
      await screen.findByRole('button', { name: 'Sign in as Dana' }),
    );

    expect(
      await screen.findByRole('link', { name: 'Sandlot, home' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Catalog' })).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Notifications' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Settings' })).toBeInTheDocument();
  });
});

import {
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { renderPage } from '../__testUtils__/renderPage';

const DATABASE = '/environments/create?template=default%2Fdatabase-sandbox';
const SERVICE = '/environments/create?template=default%2Fservice-sandbox';

function submit() {
  return userEvent.click(
    screen.getByRole('button', { name: 'Create environment' }),
  );
}

describe('Create', () => {
  it('shows what one gets, holds a refusal at its field, then creates and follows', async () => {
    const api = new FakeEnvironmentsApi();
    renderPage(DATABASE, api);

    const preview = await screen.findByRole('region', { name: 'What you get' });
    expect(
      await within(preview).findByText(/Up to 4 CPU and 8 GiB/),
    ).toBeInTheDocument();
    expect(within(preview).getByText('6 objects')).toBeInTheDocument();

    const storage = screen.getByRole('textbox', { name: /Volume/ });
    await userEvent.clear(storage);
    await userEvent.type(storage, '60');
    await userEvent.tab();
    expect(storage).toHaveValue('60');
    expect(
      await screen.findByText('Volume (GiB): at most 50'),
    ).toBeInTheDocument();

    await userEvent.clear(storage);
    await userEvent.type(storage, '45');
    await userEvent.tab();
    expect(
      await screen.findByText('The platform team allows 40 GiB (at most 40)'),
    ).toBeInTheDocument();
    expect(storage).toBeInvalid();

    await submit();
    expect(api.createRequests).toEqual([]);
    expect(
      screen.getByText(/One thing to put right before/),
    ).toBeInTheDocument();
    expect(storage).toHaveFocus();

    await userEvent.clear(storage);
    await userEvent.type(storage, '10');
    await userEvent.tab();
    expect(await within(preview).findByText('6 objects')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Show YAML' }));
    expect(
      screen.getByRole('region', { name: 'Manifests as YAML' }),
    ).toHaveTextContent('kind: ResourceQuota');

    await submit();
    expect(
      await screen.findByRole('heading', { name: 'How far it is made' }),
    ).toBeInTheDocument();
    expect(window.location.pathname).toBe(
      `/environments/${api.environments[0].id}`,
    );
    expect(api.createRequests[0].body).toEqual({
      template: 'environmenttemplate:default/database-sandbox',
      revision: api.templates[0].revision,
      name: expect.stringMatching(/^database-sandbox-[0-9a-f]{4}$/),
      owner: 'group:default/team-harbor',
      parameters: {
        version: '18',
        database: 'app',
        storage: 10,
        backups: false,
      },
    });
  });

  it('complains about an untouched field only when one wants to create', async () => {
    renderPage(SERVICE, new FakeEnvironmentsApi());

    expect(
      await screen.findByRole('region', { name: 'What you get' }),
    ).toBeInTheDocument();
    await screen.findByText(/Up to 4 CPU/);
    expect(screen.queryByText('Image: is required')).not.toBeInTheDocument();

    fireEvent.keyDown(screen.getByRole('textbox', { name: /Image/ }), {
      key: 'Enter',
      ctrlKey: true,
    });
    expect(await screen.findByText('Image: is required')).toBeInTheDocument();
  });

  it('keeps what was typed over a look at another page, until it is sent', async () => {
    const api = new FakeEnvironmentsApi();
    renderPage(DATABASE, api);
    const name = await screen.findByRole('textbox', { name: /Name/ });
    const suggested = (name as HTMLInputElement).value;
    await userEvent.clear(name);
    await userEvent.type(name, 'bookings');
    await userEvent.click(screen.getByRole('checkbox', { name: /Backups/ }));

    await userEvent.click(screen.getByRole('link', { name: 'Other template' }));
    await screen.findByRole('heading', { name: 'Pick a template' });
    act(() => window.history.back());
    expect(await screen.findByRole('textbox', { name: /Name/ })).toHaveValue(
      'bookings',
    );
    expect(screen.getByRole('checkbox', { name: /Backups/ })).toBeChecked();

    await screen.findByText('6 objects');
    await submit();
    await screen.findByRole('heading', { name: 'How far it is made' });
    act(() => window.history.back());
    const fresh = await screen.findByRole('textbox', { name: /Name/ });
    expect(fresh).not.toHaveValue('bookings');
    expect(fresh).not.toHaveValue(suggested);
  });

  it('offers no second try where it would end as the first', async () => {
    renderPage(
      '/environments/create?template=default%2Fnone',
      new FakeEnvironmentsApi(),
    );
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('There is no such template.');
    expect(alert).toHaveTextContent('Trying again changes nothing');
    expect(within(alert).queryByRole('button')).not.toBeInTheDocument();
  });

  it('checks the name while one types', async () => {
    renderPage(DATABASE, new FakeEnvironmentsApi());

    const name = await screen.findByRole('textbox', { name: /Name/ });
    await userEvent.clear(name);
    await userEvent.type(name, 'My Sandbox');
    expect(
      await screen.findByText(/Start with a letter, then lower-case/),
    ).toBeInTheDocument();
    expect(name).toBeInvalid();
  });

  it('keeps its key over a retry, and takes another for another request', async () => {
    const api = new FakeEnvironmentsApi();
    renderPage(DATABASE, api);
    await screen.findByText('6 objects');

    api.break('createEnvironment');
    await submit();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database does not answer.',
    );
    await waitFor(async () => {
      await submit();
      expect(api.createRequests.length).toBeGreaterThan(1);
    });
    const [first, second] = api.createRequests;
    expect(second.key).toBe(first.key);

    await userEvent.type(screen.getByRole('textbox', { name: /Name/ }), 'x');
    api.mend('createEnvironment');
    await waitFor(async () => {
      await submit();
      expect(api.environments).toHaveLength(1);
    });
    expect(api.createRequests.pop()?.key).not.toBe(first.key);
  });

  it('puts a name that was taken meanwhile at its field', async () => {
    const api = new FakeEnvironmentsApi();
    renderPage(DATABASE, api);
    await screen.findByText('6 objects');

    api.break(
      'createEnvironment',
      409,
      'ConflictError',
      'request/body/name: team-harbor has an environment shop already',
    );
    await submit();
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('put this right, then create');
    expect(alert).not.toHaveTextContent('request/body');
    const name = screen.getByRole('textbox', { name: /Name/ });
    await waitFor(() =>
      expect(name).toHaveAccessibleDescription(
        /team-harbor has an environment shop already/,
      ),
    );
    expect(name).toBeInvalid();

    await userEvent.type(name, 'x');
    expect(name).toBeValid();
  });

  it('says that the template changed, and works out again what one gets', async () => {
    const api = new FakeEnvironmentsApi();
    renderPage(DATABASE, api);
    await screen.findByText('6 objects');

    api.templates = api.templates.map(template => ({
      ...template,
      revision: `sha256:${'cd'.repeat(32)}`,
    }));
    await submit();
    expect(
      await screen.findByText(/The template changed while you were/),
    ).toBeInTheDocument();
    expect(screen.getByText('cdcdcdcdcdcd')).toBeInTheDocument();

    await submit();
    await waitFor(() => expect(api.environments).toHaveLength(1));
  });
});

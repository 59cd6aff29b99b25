import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { COMPONENT_TEMPLATE } from '../__testUtils__/componentTemplate';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { renderPage } from '../__testUtils__/renderPage';

const ADDRESS = '/environments/create?template=default%2Fcomponent-sandbox';

function replicas() {
  return screen.queryByRole('textbox', { name: /Replicas/ });
}

async function chooseComponent() {
  await userEvent.type(
    await screen.findByRole('combobox', { name: /Component/ }),
    'shop',
  );
  await userEvent.click(
    await screen.findByRole('option', { name: /Web shop/ }),
  );
}

async function submit() {
  await userEvent.click(
    screen.getByRole('button', { name: 'Create environment' }),
  );
}

describe('a form with all that a template can ask for', () => {
  it('shows a parameter where it applies, and keeps what was typed while it does not', async () => {
    const api = new FakeEnvironmentsApi();
    renderPage(ADDRESS, api);

    const sizing = await screen.findByRole('group', { name: 'Sizing' });
    expect(sizing).toHaveTextContent('What it may use.');
    expect(replicas()).not.toBeInTheDocument();

    await userEvent.click(within(sizing).getByRole('radio', { name: 'Large' }));
    const field = await within(sizing).findByRole('textbox', {
      name: /Replicas/,
    });
    expect(screen.getByText('Asked for now: Replicas.')).toHaveAttribute(
      'aria-live',
      'polite',
    );
    await userEvent.clear(field);
    await userEvent.type(field, '3');
    await userEvent.tab();

    await userEvent.click(screen.getByRole('radio', { name: 'Small' }));
    await waitFor(() => expect(replicas()).not.toBeInTheDocument());
    expect(
      screen.getByText('Not needed with these choices: Replicas.'),
    ).toBeInTheDocument();
    await chooseComponent();
    await submit();
    await waitFor(() => expect(api.createRequests).toHaveLength(1));
    expect(api.createRequests[0].body.parameters).toEqual({
      component: 'component:default/web-shop',
      size: 'S',
    });
  });

  it('brings back what was typed', async () => {
    renderPage(ADDRESS, new FakeEnvironmentsApi());
    await userEvent.click(await screen.findByRole('radio', { name: 'Large' }));
    const field = await screen.findByRole('textbox', { name: /Replicas/ });
    await userEvent.clear(field);
    await userEvent.type(field, '3');
    await userEvent.click(screen.getByRole('radio', { name: 'Small' }));
    await waitFor(() => expect(replicas()).not.toBeInTheDocument());
    await userEvent.click(screen.getByRole('radio', { name: 'Large' }));
    expect(
      await screen.findByRole('textbox', { name: /Replicas/ }),
    ).toHaveValue('3');
  });

  it('finds an entity of the catalog by its title, with the keyboard alone', async () => {
    renderPage(ADDRESS, new FakeEnvironmentsApi());
    const picker = await screen.findByRole('combobox', { name: /Component/ });
    await userEvent.type(picker, 'web');
    expect(
      await screen.findByRole('option', { name: /Web shop/ }),
    ).toHaveTextContent('component:default/web-shop');
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(picker).toHaveValue('Web shop');

    await userEvent.tab();
    await waitFor(() =>
      expect(screen.queryByText(/is required/)).not.toBeInTheDocument(),
    );
    expect(picker).toHaveValue('Web shop');
  });

  it('offers clusters, help and a placeholder', async () => {
    renderPage(ADDRESS, new FakeEnvironmentsApi());
    await userEvent.click(
      await screen.findByRole('button', { name: /Peer cluster/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'Local cluster' }),
    );
    const notes = screen.getByRole('textbox', { name: 'Notes' });
    expect(notes).toHaveAttribute('placeholder', 'What is it for?');
    expect(notes).toHaveAccessibleDescription(
      /^Everybody in your team reads this/,
    );
  });

  it('offers the add-ons that these choices allow', async () => {
    const api = new FakeEnvironmentsApi();
    renderPage(ADDRESS, api);
    const addOns = await screen.findByRole('group', { name: 'Add-ons' });
    await waitFor(() =>
      expect(within(addOns).getAllByRole('switch')).toHaveLength(1),
    );
    const redis = within(addOns).getByRole('switch', { name: 'Redis' });
    expect(redis).toHaveAccessibleDescription(
      /^A cache beside it, without a volume/,
    );
    await userEvent.click(redis);
    await chooseComponent();
    expect(
      await screen.findByRole('list', {
        name: 'Objects that will be made: Add-on redis',
      }),
    ).toHaveTextContent('Deployment redis');

    await userEvent.click(screen.getByRole('radio', { name: 'Large' }));
    await userEvent.click(
      await within(addOns).findByRole('switch', { name: 'Mirror' }),
    );
    await userEvent.click(screen.getByRole('radio', { name: 'Small' }));
    await waitFor(() =>
      expect(
        within(addOns).queryByRole('switch', { name: 'Mirror' }),
      ).not.toBeInTheDocument(),
    );
    await submit();
    await waitFor(() => expect(api.createRequests).toHaveLength(1));
    expect(api.createRequests[0].body.addOns).toEqual(['redis']);
  });

  it('takes objects of one’s own, from the clipboard and from files', async () => {
    const api = new FakeEnvironmentsApi();
    renderPage(ADDRESS, api);
    await chooseComponent();
    await userEvent.click(
      screen.getByRole('button', { name: 'Your own objects' }),
    );
    expect(
      screen.getByText(/Kinds that you may add: ConfigMap, Service. At most 2/),
    ).toBeVisible();
    const text = screen.getByRole('textbox', { name: /Kubernetes objects/ });
    await userEvent.click(text);
    await userEvent.paste('apiVersion: v1\nkind: Secret\nmetadata: {name: a}');
    expect(
      await screen.findByText(
        'Line 1: kind: Secret may not be added here (one of ConfigMap, Service)',
      ),
    ).toBeVisible();
    expect(text).toBeInvalid();

    await userEvent.clear(text);
    await userEvent.upload(screen.getByLabelText(/Files with Kubernetes/), [
      yamlFile('one'),
      yamlFile('two'),
    ]);
    expect(
      await screen.findByRole('list', {
        name: 'Objects that will be made: Yours',
      }),
    ).toHaveTextContent('ConfigMap oneConfigMap two');
    await submit();
    await waitFor(() => expect(api.createRequests).toHaveLength(1));
    expect(api.createRequests[0].body.manifests).toMatch(
      /name: one}\n---\napiVersion/,
    );
  });

  it('says when it is ready, and for how long it is meant to be', async () => {
    renderPage(ADDRESS, new FakeEnvironmentsApi());
    const preview = await screen.findByRole('region', { name: 'What you get' });
    // What a check says is what is wrong as long as it does not hold.
    expect(
      await within(preview).findByText('The web server has no replica yet.'),
    ).toBeVisible();
    expect(
      within(preview).getByText('Not ready while', { selector: 'dt' }),
    ).toBeVisible();
    expect(within(preview).getByText(/^Until .* UTC/)).toBeVisible();
  });

  it('is closed while the template is halted, and says by whom and why', async () => {
    const api = new FakeEnvironmentsApi();
    api.templates = [
      {
        ...COMPONENT_TEMPLATE,
        state: 'deprecated',
        halted: {
          since: '2026-11-22T12:00:00Z',
          by: 'user:default/olga',
          reason: 'Its image is gone',
        },
      },
    ];
    renderPage(ADDRESS, api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Halted by olga at 2026-11-22 12:00 UTC: Its image is gone. Ask them',
    );
    expect(screen.getByText(/on its way out/)).toBeVisible();
    expect(
      screen.getByRole('button', { name: 'Create environment' }),
    ).toBeDisabled();
    expect(screen.getByRole('textbox', { name: /Name/ })).toBeDisabled();
  });
});

function yamlFile(name: string): File {
  const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
  // The file of the test environment cannot be read.
  return Object.assign(new File([text], `${name}.yaml`), {
    text: async () => text,
  });
}

import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { CLUSTER } from '../__testUtils__/fixtures';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { inDays } from '../__testUtils__/fakePreview';
import { renderPage } from '../__testUtils__/renderPage';

const DATABASE = '/environments/create?template=default%2Fdatabase-sandbox';

function newApi() {
  const api = new FakeEnvironmentsApi();
  api.templates = api.templates.map(template => ({
    ...template,
    lease: { default: '7d', maximum: '30d' },
  }));
  return api;
}

async function submit(api: FakeEnvironmentsApi) {
  await userEvent.click(
    screen.getByRole('button', { name: 'Create environment' }),
  );
  await waitFor(() => expect(api.createRequests).toHaveLength(1));
  return api.createRequests[0].body;
}

describe('what one gets', () => {
  it('has an end, and another one where one chooses it', async () => {
    const api = newApi();
    renderPage(DATABASE, api);
    const preview = await screen.findByRole('region', { name: 'What you get' });
    expect(await within(preview).findByText(/^Until .* UTC/)).toBeVisible();

    const day = inDays(3).slice(0, 10);
    const field = screen.getByLabelText('Another end of its lease (optional)');
    // Whoever goes by the keyboard meets it before the button.
    expect(
      field.compareDocumentPosition(
        screen.getByRole('button', { name: 'Create environment' }),
      ),
    ).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(field).toHaveAttribute('max', inDays(30).slice(0, 10));
    fireEvent.change(field, { target: { value: day } });
    expect(
      await within(preview).findByText(new RegExp(`^Until ${day} 23:59 UTC`)),
    ).toBeVisible();
    expect(await submit(api)).toMatchObject({
      expiresAt: `${day}T23:59:59.000Z`,
    });
  });

  it('says what is left of the limits, and that it will wait for room', async () => {
    const api = newApi();
    api.waits = true;
    api.limits = [
      {
        scope: 'owner',
        title: 'Environments of team-harbor',
        used: 2,
        maximum: 3,
      },
      { scope: 'all', title: 'All environments', used: 9, maximum: 9 },
    ];
    renderPage(DATABASE, api);
    const limits = await screen.findByRole('list', {
      name: 'What is left of the limits',
    });
    expect(
      within(limits)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'Environments of team-harbor 2 of 3 used',
      'All environments 9 of 9 used',
    ]);
    expect(screen.getByRole('note')).toHaveTextContent(
      'The cluster is full: it will wait for room',
    );
  });

  it('is on the cluster with the most room unless one is chosen', async () => {
    const api = newApi();
    api.clusters = [CLUSTER, { ...CLUSTER, name: 'far', title: 'Far cluster' }];
    renderPage(DATABASE, api);
    const choice = await screen.findByRole('button', {
      name: /Automatic Cluster/,
    });
    await screen.findByText('6 objects');
    await userEvent.click(choice);
    await userEvent.click(
      await screen.findByRole('option', { name: 'Far cluster' }),
    );
    expect(await submit(api)).toMatchObject({ cluster: 'far' });
  });
});

describe('the form of a copy', () => {
  it('begins with the parameters and add-ons of the environment', async () => {
    const api = newApi();
    const { id } = api.add({
      name: 'shop',
      phase: 'Ready',
      parameters: { storage: 12, database: 'ledger' },
    });
    renderPage(`${DATABASE}&from=${id}`, api);
    expect(await screen.findByRole('note')).toHaveTextContent(
      'Copied from shop',
    );
    expect(screen.getByRole('link', { name: 'shop' })).toHaveAttribute(
      'href',
      `/environments/${id}`,
    );
    await screen.findByText('6 objects');
    const body = await submit(api);
    expect(body.parameters).toMatchObject({
      storage: 12,
      database: 'ledger',
      version: '18',
    });
    expect(body.name).toMatch(/^shop-[0-9a-f]{4}$/);
  });

  it('says that the environment cannot be seen', async () => {
    renderPage(
      `${DATABASE}&from=0192f1c0-0000-7000-8000-00000000ffff`,
      newApi(),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'There is no such environment.',
    );
  });
});

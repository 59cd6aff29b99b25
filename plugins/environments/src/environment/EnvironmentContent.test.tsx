import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Environment } from '@sandlot/plugin-environments-common';
import { chooseAction } from '../__testUtils__/chooseAction';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { renderPage } from '../__testUtils__/renderPage';

describe('an environment', () => {
  it('shows its stages as they pass, then how to use it', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({
      name: 'harbor-try',
      parameters: { gone: ['a'], backups: false, storage: 10, version: '17' },
    });
    const { signal } = renderPage(`/environments/${id}`, api);

    expect(
      await screen.findByRole('heading', { level: 1, name: 'harbor-try' }),
    ).toBeInTheDocument();
    expect(screen.getByRole('main')).toContainElement(
      screen.getByRole('heading', { level: 1 }),
    );
    expect(screen.getByText(/as soon as .* is ready/)).toBeInTheDocument();
    expect(screen.getByText(/^Being made since .* UTC$/)).toBeInTheDocument();
    const stages = screen.getByRole('region', { name: 'How far it is made' });
    expect(
      within(stages)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'Make the namespaceWaiting',
      'Set quota, limits, network and accessWaiting',
      'Start the workloadsWaiting',
      'Prove that it is readyWaiting',
    ]);

    api.advance(id);
    signal(id);
    expect(
      await within(stages).findByText('Make the namespace: Running'),
    ).toHaveAttribute('aria-live', 'polite');

    while (api.advance(id).phase === 'Provisioning');
    signal(id);
    expect(await screen.findByText(/^Ready since .* UTC$/)).toBeInTheDocument();
    expect(stages).not.toBeInTheDocument();

    expect(
      screen.getByText(/logs, exec and port-forward do not work/),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('radio', { name: /Viewer/ }));
    await userEvent.click(screen.getByRole('radio', { name: /With a token/ }));
    await userEvent.click(
      screen.getByRole('button', { name: 'Get kubeconfig' }),
    );
    expect(
      await screen.findByText(
        'kubectl --kubeconfig harbor-try.kubeconfig get pods',
      ),
    ).toBeInTheDocument();
    expect(screen.getByRole('timer')).toHaveTextContent(
      /Good for another (59 min|1 h)/,
    );
    expect(window.location.href).not.toContain('kubeconfig');

    await userEvent.click(screen.getByRole('tab', { name: 'Objects' }));
    const policies = await screen.findByRole('grid', {
      name: 'Objects: Quota, limits, network and access',
    });
    expect(policies).toHaveTextContent(/HealthyResourceQuota/);

    await userEvent.click(screen.getByRole('tab', { name: 'Activity' }));
    const operations = await screen.findByRole('grid', { name: 'Operations' });
    expect(
      within(operations)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      expect.stringMatching(/^Make the namespaceDone · \d/),
      expect.stringMatching(/^Set quota, .*Done · \d/),
      expect.stringMatching(/^Start the workloadsDone · \d/),
      expect.stringMatching(/^Prove that it is readyDone · \d/),
    ]);

    expect(await screen.findByText('Volume (GiB)')).toBeInTheDocument();
    expect(
      within(screen.getByRole('tabpanel'))
        .getAllByRole('term')
        .map(term => `${term.textContent}: ${term.nextSibling?.textContent}`),
    ).toEqual([
      'Version: PostgreSQL 17',
      'Volume (GiB): 10',
      'Backups: false',
      'gone: ["a"]',
    ]);

    await userEvent.click(screen.getByRole('tab', { name: 'Conditions' }));
    expect(
      await screen.findByRole('grid', { name: 'Conditions' }),
    ).toHaveTextContent(/ReadyTrueProven/);
  });

  it('says where it failed, what the cluster said and what to do', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add();
    api.advance(id);
    api.fail(id);
    renderPage(`/environments/${id}`, api);

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Failed at: Make the namespace');
    expect(alert).toHaveTextContent('denied the request: too many pods');
    expect(alert).toHaveTextContent('Nothing is left behind but the namespace');
    expect(alert).toHaveTextContent('Code to quote: AdmissionRefused');
    expect(
      screen.getByText(/no kubeconfig, because the environment failed/),
    ).toBeInTheDocument();
  });

  it('is deleted by typing its name, and stays with its history', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({ name: 'harbor-old' });
    while (api.advance(id).phase === 'Provisioning');
    const { signal } = renderPage(`/environments/${id}`, api);

    await chooseAction('Delete environment');
    const dialog = await screen.findByRole('dialog', {
      name: 'Delete harbor-old?',
    });
    expect(dialog).toHaveTextContent(/Goes: .*Stays: the record/);
    const confirm = within(dialog).getByRole('button', {
      name: 'Delete environment',
    });
    expect(confirm).toBeDisabled();

    await userEvent.type(
      within(dialog).getByRole('textbox', {
        name: 'Type harbor-old to confirm',
      }),
      'harbor-old',
    );
    await userEvent.click(confirm);
    expect(
      await screen.findByRole('heading', { name: 'How far it is deleted' }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Delete environment' }),
    ).not.toBeInTheDocument();

    expect(screen.getByText(/no way into it any more/)).toBeInTheDocument();

    while (api.advance(id).phase === 'Deleting');
    signal(id);
    expect(
      await screen.findByText(/This environment was deleted at/),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Activity' }));
    const operations = await screen.findByRole('grid', { name: 'Operations' });
    await waitFor(() =>
      expect(within(operations).getAllByRole('row')).toHaveLength(3),
    );
  });

  it('keeps what it knows when it cannot be fetched again, and says so', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({ name: 'harbor-try' });
    const { signal } = renderPage(`/environments/${id}`, api);
    await screen.findByRole('heading', { name: 'harbor-try' });

    api.break('getEnvironment');
    signal(id);
    expect(await screen.findByText('Not up to date')).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { name: 'harbor-try' }),
    ).toBeInTheDocument();

    api.mend('getEnvironment');
    signal(id);
    await waitFor(() =>
      expect(screen.queryByText('Not up to date')).not.toBeInTheDocument(),
    );
  });

  it('says what somebody removed from it past the portal', async () => {
    const api = new FakeEnvironmentsApi();
    api.removedKinds = ['ResourceQuota', 'NetworkPolicy'];
    const { id } = api.add({ name: 'try', phase: 'Ready' });
    const { signal } = renderPage(`/environments/${id}`, api);

    const notice = await screen.findByText(
      '2 objects are missing on the cluster: ResourceQuota harbor-try, NetworkPolicy harbor-try',
    );
    expect(screen.getByText(/^Ready since/)).toBeInTheDocument();
    expect(screen.getByText(/^Somebody removed them/)).toBeInTheDocument();

    api.break('listObjects');
    signal(id);
    await waitFor(() => expect(notice).not.toBeInTheDocument());

    api.mend('listObjects');
    api.removedKinds = ['ResourceQuota'];
    signal(id);
    expect(
      await screen.findByText(/^One object is missing on the cluster/),
    ).toBeInTheDocument();
  });

  it('tells nobody whether what they may not see exists', async () => {
    renderPage(
      '/environments/0192f1c0-0000-7000-8000-00000000ffff',
      new FakeEnvironmentsApi(),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /No such environment.*or you may not see it/,
    );
  });

  it('says the same of an id that is none', async () => {
    const api = new FakeEnvironmentsApi();
    api.break('getEnvironment', 400, 'InputError', 'id must be a UUID');
    renderPage('/environments/nonsense', api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /No such environment.*or you may not see it/,
    );
  });

  it('offers only what is allowed', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({
      phase: 'Ready',
      allowed: { delete: false, access: false },
    });
    renderPage(`/environments/${id}`, api, 'auditor');

    expect(await screen.findByText(/only its owners may/)).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /Delete|Get kubeconfig/ }),
    ).not.toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Audit trail' })).toHaveAttribute(
      'href',
      `/audit?environment=${id}`,
    );
  });

  it('says on every page that environments in memory are not real', async () => {
    const api = new FakeEnvironmentsApi();
    api.clusters = [{ name: 'memory', title: 'Memory', reality: 'memory' }];
    renderPage('/audit', api);
    expect(await screen.findByRole('note')).toHaveTextContent(
      'These environments are not real',
    );
  });

  it('says that a kubeconfig of a cluster in memory leads nowhere', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({
      phase: 'Ready',
      cluster: { name: 'memory', title: 'Memory', reality: 'memory' },
      allowed: { delete: true, access: true },
    });
    renderPage(`/environments/${id}`, api);
    expect(
      await screen.findByText(/the kubeconfig leads nowhere/),
    ).toBeInTheDocument();
  });

  it('says that its owner is gone, and whether ops were told', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({
      name: 'harbor-api',
      owner: 'user:default/milo',
      phase: 'Ready',
      ownerMissing: { since: '2026-11-22T12:00:00.000Z' },
    });
    const { signal } = renderPage(`/environments/${id}`, api, 'ops');
    const notice = await screen.findByRole('note');
    expect(notice).toHaveTextContent(
      /The catalog has no user:default\/milo any more, since 2026-11-22 12:00 UTC.*Otherwise ops are told/,
    );

    const become = (ownerMissing: Environment['ownerMissing']) => {
      api.environments = [{ ...api.environments[0], ownerMissing }];
      signal(id);
    };
    become({
      since: '2026-11-22T12:00:00.000Z',
      toldAt: '2026-11-22T13:00:00.000Z',
    });
    expect(
      await within(notice).findByText(/Ops were told at 2026-11-22 13:00 UTC/),
    ).toBeVisible();

    become(undefined);
    await waitFor(() => expect(notice).not.toBeInTheDocument());
  });
});

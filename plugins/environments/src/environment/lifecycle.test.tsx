import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { chooseAction } from '../__testUtils__/chooseAction';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { inDays } from '../__testUtils__/fakePreview';
import { EnvironmentChanges } from '../__testUtils__/FakeState';
import { renderPage } from '../__testUtils__/renderPage';
import { formatUtc } from '../format/time';

const LEASE = {
  expiresAt: inDays(3.5),
  latest: inDays(20),
  restoreSeconds: 7 * 86_400,
  warnings: [{ at: inDays(1.5), before: 'expiry' as const }],
};

function addReady(api: FakeEnvironmentsApi, changes: EnvironmentChanges = {}) {
  return api.add({
    name: 'harbor-api',
    phase: 'Ready',
    lease: LEASE,
    ...changes,
    allowed: {
      access: true,
      extend: true,
      hibernate: true,
      hold: true,
      transfer: true,
      members: true,
      clone: true,
      planHibernation: true,
      ...changes.allowed,
    },
  });
}

function findDialog(name: string) {
  return screen.findByRole('dialog', { name });
}

async function agree(dialog: HTMLElement, name: string) {
  await userEvent.click(within(dialog).getByRole('button', { name }));
  await waitFor(() => expect(dialog).not.toBeInTheDocument());
}

async function pick(dialog: HTMLElement, label: string, name: RegExp) {
  await userEvent.type(
    within(dialog).getByRole('combobox', { name: label }),
    'mi',
  );
  await userEvent.click(await screen.findByRole('option', { name }));
}

describe('what one can do with an environment', () => {
  it('is what matters now as buttons, and the rest in a menu', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = addReady(api);
    renderPage(`/environments/${id}`, api);

    const more = await screen.findByRole('button', {
      name: 'More that you can do with harbor-api',
    });
    expect(screen.getByRole('button', { name: 'Extend' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Hibernate' })).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Delete environment' }),
    ).not.toBeInTheDocument();

    more.focus();
    await userEvent.keyboard('{Enter}');
    const menu = await screen.findByRole('menu');
    await waitFor(() =>
      expect(
        within(menu)
          .getAllByRole('menuitem')
          .map(({ textContent }) => textContent),
      ).toEqual(['Hand over', 'Clone', 'Hold', 'Delete environment']),
    );
    expect(
      within(menu).getByRole('menuitem', { name: 'Clone' }),
    ).toHaveAttribute(
      'href',
      `/environments/create?template=default%2Fdatabase-sandbox&from=${id}`,
    );
  });
});

describe('the lease', () => {
  it('is extended within what the template gives, and a refusal stands in the dialog', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = addReady(api);
    renderPage(`/environments/${id}`, api);

    expect(
      await screen.findByRole('link', { name: '3 days left' }),
    ).toHaveAttribute('href', `/environments/${id}?tab=lease`);
    await chooseAction('Extend');
    const dialog = await findDialog('Extend harbor-api');
    expect(dialog).toHaveTextContent(
      `Its lease ends at ${formatUtc(LEASE.expiresAt)}.`,
    );
    expect(dialog).toHaveTextContent(
      `Its owner may extend it until ${formatUtc(
        LEASE.latest,
      )}. Ops may go beyond that.`,
    );
    const latest = within(dialog).getByRole('radio', {
      name: `As long as its template gives it: until ${formatUtc(
        LEASE.latest,
      )}`,
    });
    expect(
      within(dialog).getByRole('radio', { name: /^One more day: until/ }),
    ).toBeChecked();

    api.break(
      'createOperation',
      403,
      'NotAllowedError',
      'request/body/until: ask ops for more',
    );
    await userEvent.click(latest);
    const extend = within(dialog).getByRole('button', { name: 'Extend' });
    await userEvent.click(extend);
    const alert = await within(dialog).findByRole('alert');
    expect(alert).toHaveTextContent('It was not extended');
    expect(alert).toHaveTextContent('ask ops for more');
    expect(alert).not.toHaveTextContent('request/body');

    api.mend('createOperation');
    await agree(dialog, 'Extend');
    expect(api.operationRequests).toEqual([
      { kind: 'extend', until: LEASE.latest },
    ]);
    expect(
      await screen.findByRole('link', { name: '19 days left' }),
    ).toBeVisible();
  });

  it('is extended beyond that by ops alone', async () => {
    const api = new FakeEnvironmentsApi();
    const lease = { ...LEASE, latest: LEASE.expiresAt };
    const { id } = addReady(api, { lease });
    renderPage(`/environments/${id}`, api);
    await chooseAction('Extend');
    const dialog = await findDialog('Extend harbor-api');
    expect(dialog).toHaveTextContent(/and no longer. Ask ops/);
    expect(
      within(dialog).getByRole('button', { name: 'Extend' }),
    ).toBeDisabled();
  });

  it('says its dates, what comes of them and what moves them', async () => {
    const api = new FakeEnvironmentsApi();
    const sentAt = inDays(-0.1);
    const warnings = [
      { at: sentAt, before: 'expiry' as const, sentAt },
      { at: inDays(1), before: 'expiry' as const },
    ];
    const { id } = addReady(api, { lease: { ...LEASE, warnings } });
    renderPage(`/environments/${id}?tab=lease`, api, 'ops');

    const dates = await screen.findByRole('list', {
      name: 'Dates of the lease',
    });
    expect(
      within(dates)
        .getAllByRole('listitem')
        .map(item => item.textContent?.replace(/.* UTC /, '')),
    ).toEqual([
      expect.stringMatching(/^Warning that it ends: sent at /),
      'Made',
      'Now',
      'Warning that it ends: will be sent',
      'Lease ends: it hibernates',
      'Deleted, unless it is restored',
    ]);
    expect(
      screen.getByText(/^Its lease ends at .*can be restored until .* UTC/),
    ).toBeVisible();
    expect(
      await screen.findByText(/^Extend: to .* and by you beyond that/),
    ).toBeVisible();
  });

  it('that has ended is restored with a new one', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = addReady(api, {
      phase: 'Hibernated',
      lease: { ...LEASE, expiresAt: inDays(-1), deleteAt: inDays(6.5) },
      allowed: { extend: false, hibernate: false, restore: true },
    });
    const { signal } = renderPage(`/environments/${id}`, api);
    expect(await screen.findByText('Expired, deleted in 6 days')).toBeVisible();
    await chooseAction('Restore');
    const dialog = await findDialog('Restore harbor-api');
    await userEvent.click(
      within(dialog).getByRole('radio', { name: /^One week: until/ }),
    );
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: /Reason \(optional\)/ }),
      'Demo next week',
    );
    await agree(dialog, 'Restore');
    expect(api.operationRequests).toEqual([
      {
        kind: 'restore',
        until: expect.stringMatching(/Z$/),
        reason: 'Demo next week',
      },
    ]);
    while (api.advance(id).phase === 'Resuming');
    signal(id);
    expect(await screen.findByText('6 days left')).toBeVisible();
  });

  it('counts no longer under a legal hold, which auditors begin and end', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({
      name: 'harbor-api',
      phase: 'Ready',
      lease: LEASE,
      allowed: { delete: false, legalHold: true },
    });
    renderPage(`/environments/${id}`, api, 'auditor');
    await chooseAction('Legal hold');
    let dialog = await findDialog('Put harbor-api under legal hold?');
    expect(
      within(dialog).getByRole('button', { name: 'Legal hold' }),
    ).toBeDisabled();
    await userEvent.type(within(dialog).getByRole('textbox'), 'Case 7');
    await agree(dialog, 'Legal hold');

    const notice = await screen.findByRole('note');
    expect(notice).toHaveTextContent(
      /Under legal hold by dana since .* UTC.*Case 7.*nobody can delete it/,
    );
    expect(screen.getByText('Kept by a legal hold')).toBeVisible();
    await userEvent.click(
      within(notice).getByRole('button', { name: 'End legal hold' }),
    );
    dialog = await findDialog('End the legal hold of harbor-api?');
    await userEvent.type(within(dialog).getByRole('textbox'), 'Closed');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'End legal hold' }),
    );
    await waitFor(() => expect(notice).not.toBeInTheDocument());
    expect(screen.getByText('3 days left')).toBeVisible();
  });

  it('is none where the template has none', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({ phase: 'Ready' });
    renderPage(`/environments/${id}?tab=lease`, api);
    expect(
      await screen.findByText(/has no lease: it lives until somebody/),
    ).toBeVisible();
  });
});

describe('hibernation', () => {
  it('is asked for, shows what sleeps, and is ended', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = addReady(api);
    const { signal } = renderPage(`/environments/${id}?tab=lease`, api);
    await chooseAction('Hibernate');
    await agree(await findDialog('Hibernate harbor-api?'), 'Hibernate');
    expect(
      await screen.findByRole('region', { name: 'How far it is put to sleep' }),
    ).toBeVisible();
    while (api.advance(id).phase === 'Hibernating');
    signal(id);

    expect(await screen.findByText(/^Asleep since/)).toBeVisible();
    const sleeping = screen.getByRole('grid', {
      name: 'Workloads that hibernate',
    });
    expect(sleeping).toHaveTextContent('webDeployment2 replicas');
    expect(sleeping).toHaveTextContent('databaseStatefulSetOne replica');
    expect(
      screen.getByText(/^It has hibernated since .*dana|asked for it/, {
        selector: 'p',
      }),
    ).toBeVisible();

    await chooseAction('Resume');
    await agree(await findDialog('Resume harbor-api?'), 'Resume');
    while (api.advance(id).phase === 'Resuming');
    signal(id);
    expect(await screen.findByText(/^Ready since/)).toBeVisible();
  });

  it('is planned by hours and by use', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = addReady(api, {
      lastUse: { at: '2026-11-22T12:00:00.000Z', signal: 'kubeconfig' },
    });
    renderPage(`/environments/${id}?tab=lease`, api);
    expect(
      await screen.findByText(
        'Last used at 2026-11-22 12:00 UTC: a kubeconfig was given out, or was still good.',
      ),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Change when it hibernates' }),
    );
    const dialog = await findDialog('When harbor-api hibernates by itself');
    for (const name of [/outside of working hours/, /when nobody uses it/]) {
      await userEvent.click(within(dialog).getByRole('switch', { name }));
    }
    await userEvent.click(
      within(dialog).getByRole('checkbox', { name: 'Friday' }),
    );
    const hours = within(dialog).getByRole('textbox', {
      name: /After so many hours/,
    });
    await userEvent.clear(hours);
    await userEvent.type(hours, '4');
    await userEvent.tab();
    await agree(dialog, 'Save');
    expect(
      await screen.findByText(
        /^It runs from 08:00 to 18:00 \(.+\) on Monday, Tuesday, Wednesday, Thursday, and hibernates/,
      ),
    ).toBeVisible();
    expect(
      screen.getByText('It hibernates when nobody has used it for 4 hours.'),
    ).toBeVisible();
  });
});

describe('who uses an environment', () => {
  it('are members that its owner adds and removes', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = addReady(api);
    renderPage(`/environments/${id}?tab=members`, api);
    expect(await screen.findByText(/^There are no members/)).toBeVisible();

    await userEvent.click(screen.getByRole('button', { name: 'Add member' }));
    let dialog = await findDialog('Add a member to harbor-api');
    expect(
      within(dialog).getByRole('button', { name: 'Add member' }),
    ).toBeDisabled();
    await pick(dialog, 'Person or group', /Milo/);
    await agree(dialog, 'Add member');
    const members = await screen.findByRole('grid', { name: 'Members' });
    expect(members).toHaveTextContent(/milodana.* UTC/);

    await userEvent.click(
      within(members).getByRole('button', { name: 'Remove milo' }),
    );
    dialog = await findDialog('Remove milo from harbor-api?');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Remove' }),
    );
    expect(await screen.findByText(/^There are no members/)).toBeVisible();
  });

  it('is another owner once it was handed over', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = addReady(api);
    renderPage(`/environments/${id}`, api);
    await chooseAction('Hand over');
    const dialog = await findDialog('Hand over harbor-api');
    expect(dialog).toHaveTextContent(/team-harbor loses it/);
    await pick(dialog, 'New owner', /Milo/);
    await agree(dialog, 'Hand over');
    expect(await screen.findByRole('link', { name: 'milo' })).toBeVisible();
    expect(api.operationRequests).toEqual([
      { kind: 'transfer', owner: 'user:default/milo' },
    ]);
  });
});

describe('the beginning and the end', () => {
  it('says how many wait before it, and is cancelled', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({
      name: 'harbor-api',
      phase: 'Waiting',
      waiting: { ahead: 2 },
      allowed: { cancel: true },
    });
    renderPage(`/environments/${id}`, api);
    expect(
      await screen.findByText(
        'The cluster is full: 2 environments are before this one',
      ),
    ).toBeVisible();
    await chooseAction('Cancel creation');
    const dialog = await findDialog('Cancel creation of harbor-api?');
    expect(dialog).toHaveTextContent('What was made of it so far is deleted.');
    await agree(dialog, 'Cancel creation');
    expect(await screen.findByText(/^Being deleted since/)).toBeVisible();

    await userEvent.click(screen.getByRole('tab', { name: 'Activity' }));
    const grid = await screen.findByRole('grid', { name: 'Operations' });
    expect(grid).toHaveTextContent('CreateCancelled');
  });

  it('says live what keeps the deletion from ending, then what has ended', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({ name: 'harbor-api', phase: 'Ready' });
    await api.deleteEnvironment(id);
    api.block(id, [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name: 'data',
        finalizers: ['kubernetes.io/pvc-protection'],
        managers: ['kube-controller-manager'],
        since: '2026-11-22T12:00:00.000Z',
        message: 'A pod still uses the volume.',
      },
    ]);
    const { signal } = renderPage(`/environments/${id}`, api, 'ops');
    const blockers = await screen.findByRole('region', {
      name: 'What keeps the deletion from ending',
    });
    expect(blockers).toHaveAttribute('aria-live', 'polite');
    expect(blockers).toHaveTextContent(
      'PersistentVolumeClaim dataA pod still uses the volume.Waits for finalizers: kubernetes.io/pvc-protectionLast written by: kube-controller-managerSince 2026-11-22 12:00 UTC',
    );

    api.block(id, []);
    signal(id);
    await waitFor(() => expect(blockers).not.toBeInTheDocument());
    while (api.advance(id).phase === 'Deleting');
    signal(id);
    const receipt = await screen.findByRole('region', {
      name: 'Receipt of the deletion',
    });
    expect(receipt).toHaveTextContent('Namespaceharbor-harbor-api');
    expect(receipt).toHaveTextContent('Objects that went with it6');
    const record = api.records[0].eventId;
    expect(within(receipt).getByRole('link', { name: record })).toHaveAttribute(
      'href',
      `/audit?environment=${id}&record=${record}`,
    );
  });
});

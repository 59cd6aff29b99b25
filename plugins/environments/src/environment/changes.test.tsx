import { OperationRequest } from '@sandlot/plugin-environments-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { COMPONENT_TEMPLATE } from '../__testUtils__/componentTemplate';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { renderPage } from '../__testUtils__/renderPage';

async function openDialog(action: string, title: string) {
  await userEvent.click(await screen.findByRole('button', { name: action }));
  return screen.findByRole('dialog', { name: title });
}

function agree(dialog: HTMLElement, action: string) {
  return userEvent.click(within(dialog).getByRole('button', { name: action }));
}

async function giveReason(dialog: HTMLElement, reason: string) {
  await userEvent.type(
    within(dialog).getByRole('textbox', { name: /Reason/ }),
    reason,
  );
}

describe('an environment that is changed', () => {
  it('is upgraded to exactly what was shown, live, and can be rolled back', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.addBehind('harbor-api');
    const { signal } = renderPage(`/environments/${id}`, api);

    expect(await screen.findByText('One revision behind')).toBeVisible();
    const dialog = await openDialog('Upgrade', 'Upgrade harbor-api');
    const changes = await within(dialog).findByRole('list', {
      name: 'What changes on the cluster',
    });
    expect(changes).toHaveTextContent(/Deployment web.*spec\.replicas/);
    expect(dialog).toHaveTextContent('Changed: 1. Made: 1. Deleted: 1.');
    expect(dialog).toHaveTextContent('5 objects stay as they are.');
    await waitFor(() =>
      expect(
        within(dialog).getByRole('button', { name: 'Upgrade' }),
      ).toBeEnabled(),
    );
    await agree(dialog, 'Upgrade');

    const stages = await screen.findByRole('region', {
      name: 'How far it is upgraded',
    });
    expect(screen.getByText(/^Being updated since/)).toBeVisible();
    expect(stages).toHaveTextContent('Remove what is no longer wanted');
    expect(api.upgradeRequests).toEqual([
      {
        revision: api.templates[0].revision,
        agreement: expect.stringMatching(/^sha256:/),
        parameters: undefined,
      },
    ]);
    while (api.advance(id).phase === 'Updating');
    signal(id);
    expect(await screen.findByText(/^Ready since/)).toBeVisible();
    expect(screen.queryByText('One revision behind')).not.toBeInTheDocument();

    const back = await openDialog('Roll back', 'Roll back harbor-api');
    expect(back).toHaveTextContent('Data in volumes stays as it is now');
    await within(back).findByRole('list', {
      name: 'What changes on the cluster',
    });
    await agree(back, 'Roll back');
    expect(
      await screen.findByRole('region', { name: 'How far it is rolled back' }),
    ).toBeVisible();
  });

  it('asks for the values that the new revision needs', async () => {
    const api = new FakeEnvironmentsApi();
    api.upgradeNeeds = ['database'];
    const { id } = api.addBehind('harbor-api');
    renderPage(`/environments/${id}`, api);

    const dialog = await openDialog('Upgrade', 'Upgrade harbor-api');
    const field = await within(dialog).findByRole('textbox', {
      name: /Database/,
    });
    expect(dialog).toHaveTextContent('Database: is required');
    const button = within(dialog).getByRole('button', { name: 'Upgrade' });
    expect(button).toBeDisabled();

    await userEvent.clear(field);
    await userEvent.type(field, 'shop');
    await waitFor(() => expect(button).toBeEnabled());
    await userEvent.click(button);
    await waitFor(() => expect(api.upgradeRequests).toHaveLength(1));
    expect(api.upgradeRequests[0].parameters).toMatchObject({
      database: 'shop',
    });
  });

  it('is upgraded with other objects of the owner’s own', async () => {
    const api = new FakeEnvironmentsApi();
    api.templates = [COMPONENT_TEMPLATE];
    const { id } = api.addBehind('harbor-api');
    renderPage(`/environments/${id}`, api);

    const dialog = await openDialog('Upgrade', 'Upgrade harbor-api');
    const replace = await within(dialog).findByRole('switch', {
      name: 'Replace your own objects',
    });
    expect(replace).not.toBeChecked();
    expect(replace).toHaveAccessibleDescription(/^Otherwise they stay/);
    await userEvent.click(replace);
    await userEvent.click(
      within(dialog).getByRole('textbox', { name: /Kubernetes objects/ }),
    );
    await userEvent.paste('kind: Secret');
    expect(
      await within(dialog).findByText(/Secret may not be added here/),
    ).toBeVisible();
    const button = within(dialog).getByRole('button', { name: 'Upgrade' });
    expect(button).toBeDisabled();

    const text = within(dialog).getByRole('textbox', {
      name: /Kubernetes objects/,
    });
    await userEvent.clear(text);
    await userEvent.paste('kind: ConfigMap\nmetadata: {name: mine}');
    await waitFor(() => expect(button).toBeEnabled());
    await userEvent.click(button);
    await waitFor(() => expect(api.upgradeRequests).toHaveLength(1));
    expect(api.upgradeRequests[0].manifests).toContain('name: mine');
  });

  it('is not changed where the cluster or somebody else is in the way', async () => {
    const api = new FakeEnvironmentsApi();
    const [change] = api.upgradeChanges;
    api.upgradeChanges = [{ ...change, refusal: 'field is immutable' }];
    const { id } = api.addBehind('harbor-api');
    renderPage(`/environments/${id}`, api);

    let dialog = await openDialog('Upgrade', 'Upgrade harbor-api');
    expect(
      await within(dialog).findByText(/would refuse this: field is immutable/),
    ).toBeVisible();
    expect(
      within(dialog).getByRole('button', { name: 'Upgrade' }),
    ).toBeDisabled();
    await agree(dialog, 'Cancel');

    api.upgradeChanges = [change];
    api.break('createUpgrade', 409, 'ConflictError', 'It is another by now.');
    dialog = await openDialog('Upgrade', 'Upgrade harbor-api');
    await within(dialog).findByText('spec.replicas');
    await agree(dialog, 'Upgrade');
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      /Something changed since you looked/,
    );
  });

  it('offers to roll back what failed, and says if there is nothing to go back to', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.addBehind('harbor-api');
    const preview = await api.createUpgradePreview(id, {});
    await api.createUpgrade(id, {
      revision: preview.to,
      agreement: preview.agreement!,
    });
    api.advance(id);
    api.fail(id);
    renderPage(`/environments/${id}`, api);

    const alert = await screen.findByRole('alert');
    expect(
      within(alert).getByRole('button', { name: 'Roll back' }),
    ).toBeVisible();
    api.break(
      'createRollbackPreview',
      409,
      'ConflictError',
      'There is nothing to go back to.',
    );
    await userEvent.click(
      within(alert).getByRole('button', { name: 'Roll back' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Roll back harbor-api',
    });
    expect(
      await within(dialog).findByText('There is nothing to go back to.'),
    ).toBeVisible();
    expect(
      within(dialog).getByRole('button', { name: 'Roll back' }),
    ).toBeDisabled();
  });

  it('is held with a reason that all see, and released', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.addBehind('harbor-api');
    renderPage(`/environments/${id}`, api);

    const dialog = await openDialog('Hold', 'Hold harbor-api?');
    await giveReason(dialog, 'Demo on Friday');
    await userEvent.type(
      within(dialog).getByLabelText('Until (optional)'),
      '2027-01-15',
    );
    await agree(dialog, 'Hold');

    const notice = await screen.findByRole('note');
    expect(notice).toHaveTextContent(
      /Held by dana since .*, until 2027-01-15 23:59 UTC: nobody upgrades it.*Demo on Friday/,
    );
    expect(
      screen.getByRole('button', { name: 'Upgrade' }),
    ).toHaveAccessibleDescription(
      'It is on hold: release it before you upgrade it.',
    );
    expect(screen.getByText('Held')).toBeVisible();
    expect(within(notice).getByRole('link', { name: 'dana' })).toHaveAttribute(
      'href',
      '/catalog/default/user/dana',
    );
    await userEvent.click(
      within(notice).getByRole('button', { name: 'Release' }),
    );
    await waitFor(() => expect(notice).not.toBeInTheDocument());
    expect(screen.getByRole('button', { name: 'Hold' })).toBeVisible();
  });
});

describe('the activity', () => {
  async function openActivity() {
    await userEvent.click(screen.getByRole('tab', { name: 'Activity' }));
    const grid = await screen.findByRole('grid', {
      name: 'Operations',
    });
    const [, ...rows] = within(grid).getAllByRole('row');
    return rows;
  }

  it('says from what to what it went, with what, and what was decided', async () => {
    const api = new FakeEnvironmentsApi();
    const [{ revision }] = api.templates;
    const { id, template } = api.addBehind('harbor-api', { addOns: ['redis'] });
    const preview = await api.createUpgradePreview(id, {});
    await api.createUpgrade(id, {
      revision: preview.to,
      agreement: preview.agreement!,
    });
    while (api.advance(id).phase === 'Updating');
    await api.holdEnvironment(id, {
      reason: 'Demo on Friday',
      until: '2027-01-15T23:59:59.999Z',
    });
    await api.releaseEnvironment(id);
    api.addDrift(id);
    const web = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
    await api.decideDrift(id, {
      decision: 'accept',
      objects: [web],
      reason: 'It is right',
    });
    renderPage(`/environments/${id}`, api);
    await screen.findByRole('heading', { level: 1, name: 'harbor-api' });

    const rows = await openActivity();
    const row = (name: string) =>
      rows.find(found => found.textContent?.startsWith(name))!;
    expect(row('Upgrade')).toHaveTextContent(
      `Revision ${template.revision.slice(7, 19)} → ${revision.slice(7, 19)}`,
    );
    expect(row('Upgrade')).toHaveTextContent('Add-ons: redis');
    expect(row('Hold')).toHaveTextContent(
      /Demo on FridayUntil 2027-01-15 23:59 UTCdana/,
    );
    expect(row('Release')).toHaveTextContent('It was held by dana: Demo');
    expect(row('Accept drift')).toHaveTextContent('Deployment webIt is right');
    expect(rows).toHaveLength(5);
  });
});

describe('the activity of what needs no cluster', () => {
  it('says whom, from whom to whom and until when', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({
      name: 'harbor-api',
      phase: 'Ready',
      lease: {
        expiresAt: '2026-12-01T12:00:00.000Z',
        latest: '2027-01-01T12:00:00.000Z',
        restoreSeconds: 604_800,
        warnings: [],
      },
    });
    const act = (request: Omit<OperationRequest, 'reason'>) =>
      api.createOperation(id, request, request.kind);
    await act({ kind: 'addMember', member: 'user:default/milo' });
    await act({ kind: 'removeMember', member: 'user:default/milo' });
    await act({ kind: 'extend', until: '2026-12-08T12:00:00.000Z' });
    const { operation } = await act({
      kind: 'transfer',
      owner: 'group:default/team-orchard',
    });
    const unlike = `sha256:${'5b'.repeat(32)}`;
    Object.assign(api.operations.find(({ id: one }) => one === operation.id)!, {
      from: operation.revision,
      state: 'Failed',
      failure: {
        reason: 'Overtaken',
        message: `It is to be made of ${unlike}.`,
        advice: '',
      },
    });
    renderPage(`/environments/${id}?tab=activity`, api);

    const grid = await screen.findByRole('grid', { name: 'Operations' });
    const row = (name: RegExp) => within(grid).getByRole('row', { name });
    expect(row(/^Add a member/)).toHaveTextContent('milo');
    expect(row(/^Remove a member/)).toHaveTextContent('milo');
    expect(row(/^Extend the lease/)).toHaveTextContent(
      'Lease: 2026-12-01 12:00 UTC → 2026-12-08 12:00 UTC',
    );
    const handedOver = row(/^Hand over/);
    expect(handedOver).toHaveTextContent('Owner team-harbor → team-orchard');
    expect(handedOver).not.toHaveTextContent('Revision');
    expect(handedOver).toHaveTextContent('It is to be made of 5b5b5b5b5b5b.');
  });
});

describe('drift', () => {
  function addDrifted(api: FakeEnvironmentsApi) {
    const { id } = api.addBehind('harbor-api');
    api.addDrift(id);
    return id;
  }

  it('says who changed what, and is excepted, accepted or reverted object by object', async () => {
    const api = new FakeEnvironmentsApi();
    const id = addDrifted(api);
    renderPage(`/environments/${id}?tab=objects`, api);

    const drift = await screen.findByRole('region', {
      name: 'Changed past the portal',
    });
    expect(
      screen.getByRole('link', { name: '2 objects drifted' }),
    ).toHaveAttribute('href', `/environments/${id}?tab=objects`);
    expect(
      screen.getByRole('tab', { name: 'Objects (2 drifted)' }),
    ).toBeVisible();
    expect(drift).toHaveTextContent(
      /spec\.replicasExpected: − 1On the cluster: \+ 3Changed with kubectl-scale at 2026-11-22 11:58 UTC/,
    );
    expect(drift).toHaveTextContent('It is gone from the cluster.');
    expect(
      within(drift).getByRole('button', { name: 'Revert' }),
    ).toBeDisabled();

    await userEvent.click(
      within(drift).getByRole('checkbox', { name: 'Deployment web' }),
    );
    let dialog = await openDialog(
      'Except until a date',
      'Leave it for a while?',
    );
    await giveReason(dialog, 'A load test');
    expect(
      within(dialog).getByRole('button', { name: 'Except until a date' }),
    ).toBeDisabled();
    await userEvent.type(within(dialog).getByLabelText('Until'), '2027-01-15');
    await agree(dialog, 'Except until a date');
    expect(
      await within(drift).findByText(
        'Excepted by dana until 2027-01-15 23:59 UTC: A load test',
      ),
    ).toBeVisible();
    expect(screen.getByText('One object drifted')).toBeVisible();

    await userEvent.click(
      within(drift).getByRole('checkbox', { name: 'Deployment web' }),
    );
    dialog = await openDialog('Accept', 'Accept what was changed?');
    await giveReason(dialog, 'It is right');
    await agree(dialog, 'Accept');
    await waitFor(() =>
      expect(
        within(drift).queryByText('Deployment web'),
      ).not.toBeInTheDocument(),
    );

    await userEvent.click(
      within(drift).getByRole('checkbox', { name: 'ResourceQuota quota' }),
    );
    expect(
      within(drift).getByRole('button', { name: 'Accept' }),
    ).toBeDisabled();
    expect(within(drift).getByRole('status')).toHaveTextContent(
      /Only those who manage templates.*revert ResourceQuota quota, or ask them/,
    );
    dialog = await openDialog('Revert', 'Revert what was changed?');
    expect(dialog).toHaveTextContent('ResourceQuota quota');
    await giveReason(dialog, 'It has to be there');
    await agree(dialog, 'Revert');
    expect(
      await screen.findByRole('region', {
        name: 'How far the changes are reverted',
      }),
    ).toBeVisible();
    expect(api.driftDecisions.map(({ decision }) => decision)).toEqual([
      'except',
      'accept',
      'revert',
    ]);
  });

  it('is for the others to look at', async () => {
    const api = new FakeEnvironmentsApi();
    const { id } = api.add({ phase: 'Ready' });
    api.addDrift(id);
    renderPage(`/environments/${id}?tab=objects`, api);
    const drift = await screen.findByRole('region', {
      name: 'Changed past the portal',
    });
    expect(within(drift).getByText('Deployment web')).toBeVisible();
    expect(within(drift).queryByRole('checkbox')).not.toBeInTheDocument();
    expect(within(drift).queryByRole('button')).not.toBeInTheDocument();
  });
});

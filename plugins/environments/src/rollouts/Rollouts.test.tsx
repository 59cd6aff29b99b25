import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { renderPage } from '../__testUtils__/renderPage';
import { shortDigest } from '../format/digest';

const ADDRESS = '/environments/templates/default/database-sandbox?tab=rollouts';

async function apiWithRollout() {
  const api = new FakeEnvironmentsApi();
  ['one', 'two', 'three'].forEach(name => api.addBehind(name));
  const [template] = api.templates;
  const { rollout } = await api.createRollout(
    {
      template: template.ref,
      revision: template.revision,
      cohorts: [
        { name: 'Canary', percent: 34 },
        { name: 'All', percent: 100 },
      ],
      pauseAfterFailures: 1,
      waitBetweenCohorts: false,
    },
    'key',
  );
  return { api, rollout, address: `/environments/rollouts/${rollout.id}` };
}

describe('a rollout', () => {
  it('is started with cohorts whose sizes one sees, and leads to its page', async () => {
    const api = new FakeEnvironmentsApi();
    api.pageSize = 2;
    ['one', 'two', 'three', 'four'].forEach(name => api.addBehind(name));
    await api.holdEnvironment(api.environments[0].id, { reason: 'Demo' });
    const create = jest.spyOn(api, 'createRollout');
    renderPage(ADDRESS, api, 'ops');

    await userEvent.click(
      await screen.findByRole('button', { name: 'Start a rollout' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(
      await within(dialog).findByText(
        '4 environments are not on this revision. One of them is on hold and is left alone.',
      ),
    ).toBeVisible();
    expect(
      within(dialog).getByRole('group', { name: 'Cohorts' }),
    ).toHaveTextContent(/one environment.*one environment.*2 environments/);

    const start = within(dialog).getByRole('button', { name: 'Start rollout' });
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Remove cohort 3' }),
    );
    expect(
      within(dialog).getByText('The last cohort goes up to 100 %'),
    ).toBeVisible();
    expect(start).toBeDisabled();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Add a cohort' }),
    );
    await userEvent.type(
      within(dialog).getByRole('textbox', { name: 'Name of cohort 3' }),
      'Rest',
    );
    await userEvent.click(start);

    expect(
      await screen.findByRole('heading', {
        name: 'Rollout of Database sandbox',
      }),
    ).toBeVisible();
    expect(create.mock.calls[0][0]).toEqual({
      template: api.templates[0].ref,
      revision: api.templates[0].revision,
      cohorts: [
        { name: 'Canary', percent: 10 },
        { name: 'Half', percent: 50 },
        { name: 'Rest', percent: 100 },
      ],
      pauseAfterFailures: 1,
      waitBetweenCohorts: false,
    });
    expect(create.mock.calls[0][1]).toMatch(/^[0-9a-f]{32}$/);
  });

  it('keeps its key when the answer to the start gets lost', async () => {
    const api = new FakeEnvironmentsApi();
    api.addBehind('one');
    const create = jest.spyOn(api, 'createRollout');
    api.cutOff('createRollout');
    renderPage(ADDRESS, api, 'ops');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Start a rollout' }),
    );
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText(/One environment is not/);
    const start = within(dialog).getByRole('button', { name: 'Start rollout' });
    await userEvent.click(start);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'It was not started',
    );
    api.mend('createRollout');
    await userEvent.click(start);
    await screen.findByRole('heading', { name: 'Rollout of Database sandbox' });
    const [[, first], [, second]] = create.mock.calls;
    expect(second).toBe(first);
  });

  it('is paused and resumed with a reason, and cancelled for good', async () => {
    const { api, address } = await apiWithRollout();
    const pause = jest.spyOn(api, 'pauseRollout');
    renderPage(address, api, 'ops');

    async function actWithReason(name: string, reason: string) {
      await userEvent.click(await screen.findByRole('button', { name }));
      const dialog = await screen.findByRole('dialog');
      await userEvent.type(within(dialog).getByRole('textbox'), reason);
      await userEvent.click(within(dialog).getByRole('button', { name }));
      await waitFor(() => expect(dialog).not.toBeInTheDocument());
    }

    await actWithReason('Pause', 'Look first');
    expect(pause.mock.calls[0][1]).toEqual({ reason: 'Look first' });
    expect(
      await screen.findByText(/Paused: nothing further is upgraded/),
    ).toBeVisible();
    expect(screen.getByText('Look first')).toBeVisible();

    await actWithReason('Resume', 'Looks good');
    expect(screen.queryByText('Look first')).not.toBeInTheDocument();

    await actWithReason('Cancel rollout', 'Another one comes');
    expect(
      await screen.findByText(/Cancelled: what was upgraded stays so/),
    ).toBeVisible();
    expect(
      screen.queryByRole('button', { name: /Pause|Resume|Cancel/ }),
    ).not.toBeInTheDocument();
  });

  it('follows its environments without being asked', async () => {
    const { api, rollout, address } = await apiWithRollout();
    const { signal } = renderPage(address, api, 'auditor');
    const table = await screen.findByRole('grid', {
      name: 'Environments of this rollout',
    });
    expect(within(table).getAllByText('Waiting')).toHaveLength(3);
    expect(screen.getByText('Canary: 0 of 1 done')).toBeInTheDocument();

    const [{ members, rollout: before }] = api.rollouts;
    api.rollouts = [
      {
        rollout: {
          ...before,
          cohorts: [
            { ...before.cohorts[0], pending: 0, failed: 1 },
            before.cohorts[1],
          ],
        },
        members: members.map((member, index) =>
          index === 0
            ? {
                ...member,
                state: 'Failed',
                message: 'too many pods',
                operationId: rollout.id,
              }
            : member,
        ),
      },
    ];
    signal(members[0].environmentId);
    expect(await screen.findByText('1 failed')).toBeVisible();
    const [, first] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent(/Failed.*too many pods/);
    expect(
      within(first).getByRole('link', { name: /^Open operation on/ }),
    ).toHaveAttribute(
      'href',
      `/environments/${members[0].environmentId}?tab=activity`,
    );
    expect(
      screen.queryByRole('button', { name: /Pause|Cancel/ }),
    ).not.toBeInTheDocument();
    expect(screen.getByText(shortDigest(rollout.revision))).toBeVisible();
  });

  it('says so when there is none', async () => {
    renderPage('/environments/rollouts/none', new FakeEnvironmentsApi(), 'ops');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'No such rollout',
    );
  });
});

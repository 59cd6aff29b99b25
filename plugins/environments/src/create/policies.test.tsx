import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { OPS_TEAM, POLICIES } from '../__testUtils__/approvalFixtures';
import { FakeEnvironmentsApi } from '../__testUtils__/FakeEnvironmentsApi';
import { renderPage } from '../__testUtils__/renderPage';

const DATABASE = '/environments/create?template=default%2Fdatabase-sandbox';
const COMPONENT = '/environments/create?template=default%2Fcomponent-sandbox';

const APPROVALS = [
  {
    by: OPS_TEAM,
    count: 2,
    policy: 'large',
    source: 'template' as const,
    message: 'Large ones cost real money',
  },
];

/** Those of more than 20 GiB need somebody's agreement. */
function largeOnesAreAskedFor(api: FakeEnvironmentsApi) {
  api.judge = ({ parameters }) =>
    Number(parameters.storage) > 20
      ? { policies: POLICIES, approvals: APPROVALS }
      : {
          policies: POLICIES.map(policy => ({ ...policy, applied: false })),
        };
}

async function setStorage(value: string) {
  const storage = await screen.findByRole('textbox', { name: /Volume/ });
  await userEvent.clear(storage);
  await userEvent.type(storage, value);
  await userEvent.tab();
}

describe('the form of a template with policies', () => {
  it('says before one asks who must agree and why, and then asks', async () => {
    const api = new FakeEnvironmentsApi();
    largeOnesAreAskedFor(api);
    renderPage(DATABASE, api);
    const preview = await screen.findByRole('region', { name: 'What you get' });
    expect(
      await within(preview).findByText('No rule applies to this.'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Create environment' }),
    ).toBeEnabled();

    await setStorage('30');
    const needed = await within(preview).findByRole('list', {
      name: 'Who must agree',
    });
    expect(needed).toHaveTextContent(
      '2 people of platform-opsLarge ones cost real moneyPolicy large of the template',
    );
    expect(
      within(preview).getByText('No other rule applies to this.'),
    ).toBeInTheDocument();
    expect(
      within(preview).getByText('One rule does not apply'),
    ).toBeInTheDocument();

    await userEvent.click(
      screen.getByRole('button', { name: 'Ask platform-ops' }),
    );
    await waitFor(() => expect(api.createRequests).toHaveLength(1));
  });

  it('asks nobody whom the button did not name', async () => {
    const api = new FakeEnvironmentsApi();
    largeOnesAreAskedFor(api);
    renderPage(DATABASE, api);
    await screen.findByText('No rule applies to this.');

    const createPreview = api.createPreview.bind(api);
    let answer = () => {};
    const answered = new Promise<void>(resolve => {
      answer = resolve;
    });
    api.createPreview = async request => {
      await answered;
      return createPreview(request);
    };
    await setStorage('30');
    await userEvent.click(
      screen.getByRole('button', { name: 'Create environment' }),
    );
    answer();
    expect(
      await screen.findByText(/platform-ops must agree: look, then ask/),
    ).toBeInTheDocument();
    expect(api.createRequests).toEqual([]);

    await userEvent.click(
      screen.getByRole('button', { name: 'Ask platform-ops' }),
    );
    await waitFor(() => expect(api.createRequests).toHaveLength(1));
  });

  it('holds a refusal with the rule and whose it is', async () => {
    const api = new FakeEnvironmentsApi();
    const message = 'Only team-data makes sandboxes of production services';
    api.judge = () => ({
      policies: [
        {
          name: 'production',
          source: 'portal',
          effect: 'deny',
          applied: true,
          message,
        },
      ],
      problems: [
        {
          path: '/template',
          message: `Policy production of this portal: ${message}`,
        },
      ],
    });
    renderPage(DATABASE, api);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      `Policy production of this portal: ${message}`,
    );
    expect(
      screen.getByRole('list', { name: 'Which rules apply' }),
    ).toHaveTextContent(/Refuses.*Policy production of this portal/);
    await userEvent.click(
      screen.getByRole('button', { name: 'Create environment' }),
    );
    expect(
      await screen.findByText(/One thing to put right before/),
    ).toBeInTheDocument();
    expect(api.createRequests).toEqual([]);
  });

  it('shows what is forced as on, not to be switched, and why', async () => {
    const api = new FakeEnvironmentsApi();
    api.judge = () => ({
      policies: [
        {
          name: 'cache',
          source: 'cluster',
          effect: 'forceAddOn',
          applied: true,
          message: 'Every service here has a cache',
          addOn: 'redis',
        },
      ],
      forcedAddOns: ['redis'],
    });
    renderPage(COMPONENT, api);
    const redis = await screen.findByRole('switch', { name: 'Redis' });
    await waitFor(() => expect(redis).toBeChecked());
    expect(redis).toBeDisabled();
    expect(redis).toHaveAccessibleDescription(
      /Always on here: Every service here has a cache. Policy cache of the cluster./,
    );
  });
});

import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { OPS_TEAM, POLICIES } from '../../__testUtils__/approvalFixtures';
import { FakeEnvironmentsApi } from '../../__testUtils__/FakeEnvironmentsApi';
import { renderPage } from '../../__testUtils__/renderPage';

const ADDRESS = '/environments/policies?template=default%2Fcomponent-sandbox';

async function pick(field: RegExp, text: string, option: RegExp) {
  await userEvent.type(
    await screen.findByRole('combobox', { name: field }),
    text,
  );
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

async function fillIn() {
  await pick(/Person/, 'mil', /Milo/);
  await pick(/Owner/, 'orchard', /Team Orchard/);
  await pick(/^Component/, 'shop', /Web shop/);
}

describe('the simulator of policies', () => {
  it('says what would happen to somebody’s request, by which policy, and from what', async () => {
    const api = new FakeEnvironmentsApi();
    api.simulation = {
      verdict: 'needsApproval',
      policies: POLICIES,
      approvals: [
        {
          by: OPS_TEAM,
          count: 2,
          policy: 'large',
          source: 'template',
          message: 'Large ones cost real money',
        },
      ],
      addOns: ['redis'],
      lease: { maximum: '30d' },
      problems: [],
      facts: { usage: { owner: 3 } },
    };
    renderPage(ADDRESS, api, 'auditor');

    const answer = await screen.findByRole('region', {
      name: 'What would happen',
    });
    const tryIt = screen.getByRole('button', { name: 'Try it' });
    expect(tryIt).toBeDisabled();
    expect(answer).toHaveTextContent('Fill in the form and try it');

    await fillIn();
    await userEvent.type(
      screen.getByRole('textbox', { name: /^Name of the environment/ }),
      'prod-copy',
    );
    await userEvent.type(
      screen.getByRole('textbox', { name: /^At/ }),
      '2026-12-05 23:00',
    );
    await userEvent.click(screen.getByRole('radio', { name: 'Large' }));
    await userEvent.click(tryIt);

    expect(
      await within(answer).findByText(
        'It would be made once platform-ops agree',
      ),
    ).toBeInTheDocument();
    expect(api.simulationRequests).toEqual([
      {
        person: 'user:default/milo',
        template: 'environmenttemplate:default/component-sandbox',
        owner: 'group:default/team-orchard',
        name: 'prod-copy',
        parameters: expect.objectContaining({
          component: 'component:default/web-shop',
          size: 'L',
        }),
        addOns: [],
        at: '2026-12-05T23:00:00.000Z',
      },
    ]);
    expect(
      within(answer).getByRole('list', { name: 'Which rules apply' }),
    ).toHaveTextContent('Large ones cost real money');
    expect(answer).toHaveTextContent(/Longest lease.*30d/);
    await userEvent.click(
      within(answer).getByText('What the policies were told'),
    );
    expect(
      within(answer).getByRole('region', {
        name: 'What the policies were told',
      }),
    ).toHaveTextContent('"owner": 3');

    await userEvent.click(screen.getByRole('radio', { name: 'Small' }));
    expect(
      within(answer).getByText(/The form has changed since/),
    ).toBeInTheDocument();
  });

  it('says what is refused and at which rule', async () => {
    const api = new FakeEnvironmentsApi();
    api.simulation = {
      verdict: 'denied',
      policies: [
        {
          name: 'freeze',
          source: 'portal',
          effect: 'deny',
          applied: true,
          message: 'Nothing new in December',
        },
      ],
      approvals: [],
      addOns: [],
      problems: [
        {
          path: '/template',
          message: 'Policy freeze of this portal: Nothing new in December',
        },
      ],
      facts: {},
    };
    renderPage(ADDRESS, api, 'ops');
    await fillIn();
    await userEvent.click(screen.getByRole('button', { name: 'Try it' }));
    expect(await screen.findByText('It would be refused')).toBeInTheDocument();
    expect(
      screen.getByText('Policy freeze of this portal: Nothing new in December'),
    ).toBeInTheDocument();
  });

  it('is refused to developers, who are told where they see their own', async () => {
    renderPage('/environments/policies', new FakeEnvironmentsApi());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /for ops and auditors.*beside its form/,
    );
  });
});

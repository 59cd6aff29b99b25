import type { Page } from '@playwright/test';
import {
  expectAccessible,
  expectNoSidewaysScroll,
} from './support/accessibility';
import { chooseFound } from './support/chooseFound';
import { environmentId } from './support/environmentPage';
import { expect, test } from './support/test';

/** More than three of these need somebody of platform-ops: the template says so. */
const MANY = { template: 'service-sandbox', parameters: { replicas: 4 } };

test('who must agree is said before one asks, and nothing is made until they have', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const name = newName('many');
  const dana = await pageAs('Dana');
  await dana.goto('/environments/create?template=default/service-sandbox');
  await dana.getByRole('textbox', { name: 'Name' }).fill(name);
  await expect(
    dana.getByRole('button', { name: 'Create environment' }),
  ).toBeVisible();
  await dana.getByRole('textbox', { name: 'Replicas' }).fill('4');
  await dana.getByRole('heading', { level: 2 }).click();
  const whatYouGet = dana.getByRole('region', { name: 'What you get' });
  await expect(
    whatYouGet.getByRole('list', { name: 'Who must agree' }),
  ).toContainText('More than three replicas take room from other teams');
  await dana.getByRole('button', { name: 'Ask platform-ops' }).click();

  const turn = dana.getByRole('list', { name: 'Who must agree' });
  await expect(turn).toContainText('platform-ops since');
  await expect(turn).toContainText('0 of 1 agreed');
  const id = environmentId(dana);
  await expectNothingMade(dana);

  const olu = await pageAs('Olu');
  await test.step('ops see that it waits for them, and what it is', async () => {
    await olu.getByRole('link', { name: /^Approvals \d+/ }).click();
    await olu
      .getByRole('grid', { name: 'Approvals for me' })
      .getByRole('link', { name })
      .click();
    await expect(
      olu.getByRole('region', { name: 'What would be made' }),
    ).toContainText('4 replicas');
    await olu.getByRole('button', { name: 'Approve' }).click();
    await expect(
      olu.getByRole('status').filter({ hasText: 'You approved it' }),
    ).toBeFocused();
  });

  await test.step('then it is made, and keeps who agreed', async () => {
    await expect(dana.getByText(/^Ready since/)).toBeVisible({
      timeout: 60_000,
    });
    await dana.getByRole('tab', { name: 'Activity' }).click();
    await expect(dana.getByRole('grid', { name: 'Decisions' })).toContainText(
      /olu.*Approved/,
    );
  });

  await test.step('the record of its creation says so in words', async () => {
    const [record] = (
      await (
        await portalAs('Ada')
      ).recordsOf('environment.create', { environment: id })
    ).filter(({ stage }) => stage === 'authorized');
    const ada = await pageAs('Ada');
    await ada.goto(`/audit?environment=${id}&record=${record.eventId}`);
    const panel = ada.getByRole('region', { name: 'Record' });
    await expect(panel.getByRole('list', { name: 'Approvals' })).toContainText(
      /platform-ops.*Approved: olu/s,
    );
    await expect(panel.getByRole('list', { name: 'Policies' })).toContainText(
      'Policy many-replicas of the template',
    );
  });
});

test('who rejects says why, and whoever asked reads it', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const name = newName('refused');
  const id = await (await portalAs('Dana')).request(name, MANY);
  const olu = await pageAs('Olu');
  await openApproval(olu, name);
  await olu.getByRole('button', { name: 'Reject' }).click();
  const dialog = olu.getByRole('dialog');
  await dialog.getByRole('textbox').fill('Three are enough for a demo');
  await dialog.getByRole('button', { name: 'Reject' }).click();
  await expect(olu.getByText('You rejected it: nothing is made')).toBeVisible();

  const dana = await pageAs('Dana');
  await dana.goto(`/environments/${id}`);
  await expect(
    dana.getByText('It was not made: olu rejected it'),
  ).toBeVisible();
  await expect(
    dana.getByText(/Three are enough for a demo/).first(),
  ).toBeVisible();
});

test('a stand-in decides in the place of who named them, until that ends', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const name = newName('stood-in');
  const id = await (await portalAs('Dana')).request(name, MANY);
  const olu = await pageAs('Olu');
  await olu.goto('/environments/approvals?tab=standIns');
  await olu.getByRole('button', { name: 'Name a stand-in' }).click();
  const dialog = olu.getByRole('dialog');
  await chooseFound(dialog.getByRole('combobox', { name: 'Person' }), 'milo');
  await dialog.getByLabel('Until').fill(inAWeek());
  await dialog.getByRole('button', { name: 'Name a stand-in' }).click();
  const standIns = olu.getByRole('grid', { name: 'Who decides in my place' });
  await expect(standIns).toContainText('milo');

  const milo = await pageAs('Milo');
  await openApproval(milo, name);
  await expect(milo.getByText('You decide in the place of olu.')).toBeVisible();
  await milo.getByRole('button', { name: 'Approve' }).click();
  await expect(milo.getByText('You approved it')).toBeVisible();
  await (await portalAs('Dana')).waitFor(id, 'Ready');

  await olu
    .getByRole('button', { name: 'End that milo decides in my place' })
    .click();
  await expect(olu.getByText('Nobody decides in your place.')).toBeVisible();
});

test('auditors try what policies would say to somebody, and nothing is made', async ({
  pageAs,
}) => {
  const ada = await pageAs('Ada');
  await ada.goto('/environments/policies?template=default/service-sandbox');
  await simulate(ada);
  const answer = ada.getByRole('region', { name: 'What would happen' });
  await expect(
    answer.getByText('It would be made once platform-ops agree'),
  ).toBeVisible();
  await answer.getByText('What the policies were told').click();
  await expect(
    answer.getByRole('region', { name: 'What the policies were told' }),
  ).toContainText('"user:default/dana"');

  const dana = await pageAs('Dana');
  await dana.goto('/environments/policies');
  await expect(dana.getByRole('alert')).toContainText(
    'Trying out policies is for ops and auditors',
  );
});

for (const { look, options, check } of [
  { look: 'light', options: {}, check: expectAccessible },
  {
    look: 'dark',
    options: { colorScheme: 'dark' },
    check: expectAccessible,
  },
  {
    look: 'on a telephone',
    options: { viewport: { width: 400, height: 800 } },
    check: expectNoSidewaysScroll,
  },
] as const) {
  test(`everybody can read and use what is about agreement, ${look}`, async ({
    pageAs,
    portalAs,
    newName,
  }) => {
    const name = newName('looked-at');
    const id = await (await portalAs('Dana')).request(name, MANY);
    const dana = await pageAs('Dana', options);
    await dana.goto(`/environments/${id}`);
    await expect(
      dana.getByRole('list', { name: 'Who must agree' }),
    ).toBeVisible();
    await check(dana, 'environment, awaiting approval');

    const olu = await pageAs('Olu', options);
    await olu.goto('/environments/approvals');
    await expect(
      olu.getByRole('grid', { name: 'Approvals for me' }),
    ).toBeVisible();
    await check(olu, 'approvals');
    await openApproval(olu, name);
    await expect(
      olu.getByRole('region', { name: 'What would be made' }),
    ).toBeVisible();
    await check(olu, 'approval');
    await olu.goto('/environments/approvals?tab=standIns');
    await expect(olu.getByText('You decide in nobody’s place.')).toBeVisible();
    await check(olu, 'stand-ins');
    await olu.goto('/environments/policies?template=default/service-sandbox');
    await simulate(olu);
    await expect(olu.getByText(/^It would be made once/)).toBeVisible();
    await check(olu, 'simulator');
  });
}

async function openApproval(page: Page, name: string): Promise<void> {
  await page.goto('/environments/approvals');
  await page
    .getByRole('grid', { name: 'Approvals for me' })
    .getByRole('link', { name })
    .click();
  await expect(
    page.getByRole('heading', { name: `Environment ${name}` }),
  ).toBeVisible();
}

/** What if Dana asked for many replicas? */
async function simulate(page: Page): Promise<void> {
  await chooseFound(page.getByRole('combobox', { name: 'Person' }), 'dana');
  await chooseFound(page.getByRole('combobox', { name: 'Owner' }), 'harbor');
  await page.getByRole('textbox', { name: 'Replicas' }).fill('4');
  await page.getByRole('button', { name: 'Try it' }).click();
}

async function expectNothingMade(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Objects' }).click();
  await expect(
    page.getByText('Nothing of it is on the cluster yet.'),
  ).toBeVisible();
  await page.getByRole('tab', { name: 'Access' }).click();
}

function inAWeek(): string {
  return new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
}

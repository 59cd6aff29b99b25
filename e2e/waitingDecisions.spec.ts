import type { Page } from '@playwright/test';
import {
  expectAccessible,
  expectNoSidewaysScroll,
} from './support/accessibility';
import { chooseFound } from './support/chooseFound';
import { chooseAction } from './support/environmentPage';
import { giveReason } from './support/reasoned';
import { expect, test } from './support/test';

const WHY_RIGHTS = 'Find out what the quota hides';
const WHY_TRANSFER = 'Team Orchard goes on with it';

test('another owner and more rights wait on the page of approvals, and are decided there', async ({
  pageAs,
  portalAs,
  newName,
}) => {
  const name = newName('given');
  const danaApi = await portalAs('Dana');
  // Its template has others agree to more than three replicas, whoever is to own them.
  const id = await danaApi.request(name, {
    template: 'service-sandbox',
    parameters: { replicas: 4 },
  });
  await (await portalAs('Olu')).approve(id);
  await danaApi.waitFor(id, 'Ready');

  const dana = await pageAs('Dana');
  await dana.goto(`/environments/${id}`);
  await test.step('Dana asks for more rights, and to hand it over', async () => {
    await dana.getByRole('button', { name: 'Ask for more rights' }).click();
    await giveReason(dana, {
      action: 'Ask for more rights',
      reason: WHY_RIGHTS,
    });
    await chooseAction(dana, 'Hand over');
    await chooseFound(
      dana.getByRole('combobox', { name: 'New owner' }),
      'orchard',
    );
    await expect(
      dana.getByRole('dialog').getByText('More than three replicas'),
    ).toBeVisible();
    await giveReason(dana, { action: 'Ask for it', reason: WHY_TRANSFER });
    await expect(
      dana.getByText('Another owner waits for agreement'),
    ).toBeVisible();
  });

  const olu = await pageAs('Olu');
  await test.step('ops see both, each with what it takes to decide', async () => {
    await olu.getByRole('link', { name: /^Approvals \d+/ }).click();
    const rights = rowOf(olu, 'More rights that wait for me', name);
    await expect(rights).toContainText(/dana.*30 minutes/s);
    await expect(rights).toContainText(WHY_RIGHTS);
    await expect(rowOf(olu, 'Approvals for me', name)).toContainText(
      /Another owner → team-orchard.*Your turn/s,
    );
    await expectAccessible(olu, 'approvals, with more rights');
    const narrow = await pageAs('Olu', {
      viewport: { width: 390, height: 844 },
    });
    await narrow.goto('/environments/approvals');
    await expect(
      rowOf(narrow, 'More rights that wait for me', name),
    ).toBeVisible();
    await expectNoSidewaysScroll(narrow, 'approvals, with more rights');
    await expectInSight(narrow, 'Approve more rights for dana');
    await narrow.goto(`/environments/${id}?tab=access`);
    await expectInSight(narrow, 'Approve more rights for dana');
    await expectInSight(narrow, 'Reject more rights for dana');
  });

  await test.step('they give the rights without leaving the page', async () => {
    await rowOf(olu, 'More rights that wait for me', name)
      .getByRole('button', { name: 'Approve more rights for dana' })
      .click();
    await expect(
      olu.getByRole('status').filter({
        hasText: `dana has more rights in ${name} until`,
      }),
    ).toBeFocused();
    await expect(rowOf(olu, 'More rights that wait for me', name)).toHaveCount(
      0,
    );
    await expect(
      dana.getByRole('grid', { name: 'More rights for minutes' }),
    ).toContainText(/Open, for another/);
  });

  await test.step('they look at the other owner, and approve', async () => {
    await rowOf(olu, 'Approvals for me', name)
      .getByRole('link', { name })
      .click();
    await expect(
      olu.getByRole('heading', { name: `Another owner of ${name}` }),
    ).toBeVisible();
    const change = olu.getByRole('region', { name: 'What would change' });
    await expect(change).toContainText(/team-harbor.*team-orchard/s);
    await expect(change).toContainText(WHY_TRANSFER);
    await olu.getByRole('button', { name: 'Approve' }).click();
    await expect(
      olu.getByRole('status').filter({ hasText: 'You approved it' }),
    ).toBeFocused();
  });

  await test.step('it is Team Orchard’s, and Dana has lost it', async () => {
    await (await portalAs('Milo')).waitFor(id, 'Ready');
    const milo = await pageAs('Milo');
    await expect(rowOf(milo, 'My environments', name)).toContainText(
      'team-orchard',
    );
    await dana.goto(`/environments/${id}`);
    await expect(dana.getByRole('alert')).toContainText('No such environment');
  });
});

/** Nothing has to be scrolled sideways to get to it. */
async function expectInSight(page: Page, name: string) {
  const button = page.getByRole('button', { name });
  await expect(button).toBeVisible();
  const { x, width } = (await button.boundingBox())!;
  expect.soft(x + width, name).toBeLessThan(page.viewportSize()!.width);
}

function rowOf(page: Page, grid: string, name: string) {
  return page
    .getByRole('grid', { name: grid })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name }) });
}

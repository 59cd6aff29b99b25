import {
  type BrowserContext,
  type Page,
  expect,
  test as base,
} from '@playwright/test';
import { randomBytes } from 'node:crypto';
import type { Person } from './people';
import { PortalApi } from './PortalApi';
import type { TemplateRevision } from './templateText';
import { TestTemplate } from './TestTemplate';

interface Fixtures {
  /** A name that no other test has; its environments are deleted afterwards. */
  newName(purpose: string): string;
  /** The API as somebody. */
  portalAs(person: Person): Promise<PortalApi>;
  /** A template of the test's own, on offer; withdrawn afterwards. */
  newTemplate(
    purpose: string,
    revision?: TemplateRevision,
  ): Promise<TestTemplate>;
  /**
   * A browser of somebody's own, signed in through the page. The test fails if the policy
   * that the portal sends with its pages refuses something that they do.
   */
  pageAs(person: Person, options?: PageOptions): Promise<Page>;
}

interface PageOptions {
  colorScheme?: 'light' | 'dark';
  viewport?: { width: number; height: number };
}

export { expect } from '@playwright/test';

/** Playwright's test with people, environments and what cleans up after them. */
export const test = base.extend<Fixtures>({
  portalAs: async ({ baseURL }, use) => {
    const portals: PortalApi[] = [];
    await use(async person => {
      const portal = await PortalApi.signIn(baseURL!, person);
      portals.push(portal);
      return portal;
    });
    await Promise.all(portals.map(portal => portal.dispose()));
  },

  newName: async ({ portalAs }, use) => {
    const names: string[] = [];
    await use(purpose => {
      const name = `${purpose}-${randomBytes(3).toString('hex')}`;
      names.push(name);
      return name;
    });
    if (names.length > 0) {
      await (await portalAs('Olu')).deleteAll(names);
    }
  },

  newTemplate: async ({ portalAs }, use) => {
    const templates: TestTemplate[] = [];
    await use(async (purpose, revision) => {
      const template = await TestTemplate.publish(
        `${purpose}-${randomBytes(3).toString('hex')}`,
        { ops: await portalAs('Olu'), revision },
      );
      templates.push(template);
      return template;
    });
    for (const template of templates) {
      await template.remove();
    }
  },

  pageAs: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    const refused: string[] = [];
    await use(async (person, options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      const page = await context.newPage();
      page.on('console', message => {
        if (message.text().includes('Content Security Policy')) {
          refused.push(`${page.url()}: ${message.text()}`);
        }
      });
      await page.goto('/');
      await page.getByRole('button', { name: `Sign in as ${person}` }).click();
      await page.getByRole('tab', { name: 'Mine' }).waitFor();
      return page;
    });
    await Promise.all(contexts.map(context => context.close()));
    expect(refused, 'what the policy of the pages refused').toEqual([]);
  },
});

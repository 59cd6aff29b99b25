import { expect } from '@playwright/test';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PortalApi } from './PortalApi';
import { type TemplateRevision, templateText, titleOf } from './templateText';

/** What the tests read of how a template fares. */
export interface TemplateReport {
  revision?: string;
  state: string;
  halted?: { by: string; reason: string };
  problems: { message: string }[];
}

/** The catalog reads in rounds, and forgets what is gone in rounds of its own. */
const PATIENCE = 150_000;

/** A template of a test's own, in the folder that the portal's catalog reads. */
export class TestTemplate {
  readonly ref: string;
  readonly title: string;
  readonly file: string;

  private constructor(readonly name: string, private readonly ops: PortalApi) {
    this.ref = `environmenttemplate:default/${name}`;
    this.title = titleOf(name);
    this.file = path.join(templatesFolder(), name, 'template.yaml');
  }

  /** Writes it, registers it, and waits until it is on offer. */
  static async publish(
    name: string,
    options: { ops: PortalApi; revision?: TemplateRevision },
  ): Promise<TestTemplate> {
    const template = new TestTemplate(name, options.ops);
    await template.save(templateText(name, options.revision));
    await changeLocations(text => `${text}${locationOf(name)}`);
    await template.refresh('environmenttemplate:default/team-sandbox');
    await expect
      .poll(() => template.state(), { timeout: PATIENCE })
      .toBe('published');
    return template;
  }

  /** One that ships, in the portal's copy. */
  static shipped(name: string, ops: PortalApi): TestTemplate {
    return new TestTemplate(name, ops);
  }

  /** Changes it on disk and waits until the portal has another revision. */
  async change(revision: TemplateRevision): Promise<void> {
    await this.edit(() => templateText(this.name, revision));
  }

  /** The same with any other text. */
  async edit(change: (text: string) => string): Promise<void> {
    const before = (await this.report())?.revision;
    await this.save(change(await this.text()));
    await this.refresh(this.ref);
    await expect
      .poll(async () => (await this.report())?.revision, { timeout: PATIENCE })
      .not.toBe(before);
  }

  /** Changes it on disk and has the catalog look at it. */
  async write(revision: TemplateRevision): Promise<string> {
    const text = templateText(this.name, revision);
    await this.save(text);
    await this.refresh(this.ref);
    return text;
  }

  async text(): Promise<string> {
    return await readFile(this.file, 'utf8');
  }

  /** Takes it out of the catalog; does nothing the second time. */
  async remove(): Promise<void> {
    await changeLocations(text => text.replace(locationOf(this.name), ''));
    await this.refresh('environmenttemplate:default/team-sandbox');
  }

  async waitForState(state: string): Promise<void> {
    await expect.poll(() => this.state(), { timeout: PATIENCE }).toBe(state);
  }

  /** How it fares, as ops see it; undefined before it was ever delivered. */
  async report(): Promise<TemplateReport | undefined> {
    const { items } = await this.ops.get('/api/environments/template-reports');
    return items.find(({ ref }: { ref: string }) => ref === this.ref);
  }

  private async state(): Promise<string | undefined> {
    return (await this.report())?.state;
  }

  private async save(text: string): Promise<void> {
    await mkdir(path.dirname(this.file), { recursive: true });
    await writeFile(this.file, text);
  }

  private async refresh(entityRef: string): Promise<void> {
    const response = await this.ops.send('POST', '/api/catalog/refresh', {
      entityRef,
    });
    expect(response.status(), await response.text()).toBe(200);
  }
}

function templatesFolder(): string {
  const folder = process.env.SANDLOT_TEST_TEMPLATES;
  if (!folder) {
    throw new Error(
      'SANDLOT_TEST_TEMPLATES must name the folder that the portal of the browser tests reads its templates from',
    );
  }
  return folder;
}

async function changeLocations(
  change: (text: string) => string,
): Promise<void> {
  const file = path.join(templatesFolder(), 'all.yaml');
  await writeFile(file, change(await readFile(file, 'utf8')));
}

function locationOf(name: string): string {
  return `---
apiVersion: backstage.io/v1alpha1
kind: Location
metadata: { name: environment-template-${name} }
spec: { target: ./${name}/template.yaml }
`;
}

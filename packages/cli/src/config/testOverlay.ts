import path from 'node:path';
import fs from 'fs-extra';
import { parse } from 'yaml';
import { fromRoot } from '../paths';

/** What a portal of tests has otherwise than that of a person. */
export interface TestOverlay {
  /** Templates that tests may change; the folder that ships stays as it is. */
  templatesDir: string;
  /** Part of the configuration, by its first key. */
  config: { catalog: object; environments: object };
}

/** As app-config.yaml names them, seen from where the backend runs. */
const SHIPPED_TEMPLATES = '../../templates/all.yaml';

/** Copies the templates, and has the portal look at them and at its clusters without delay. */
export async function createTestOverlay(
  stateDir: string,
): Promise<TestOverlay> {
  const templatesDir = path.join(stateDir, 'templates');
  await fs.copy(fromRoot('templates'), templatesDir);
  const { catalog } = parse(
    await fs.readFile(fromRoot('app-config.yaml'), 'utf8'),
  );
  const locations = (catalog.locations as { target: string }[]).map(location =>
    location.target === SHIPPED_TEMPLATES
      ? { ...location, target: path.join(templatesDir, 'all.yaml') }
      : location,
  );
  return {
    templatesDir,
    config: {
      catalog: { processingInterval: { seconds: 5 }, locations },
      environments: { drift: { everySeconds: 2 } },
    },
  };
}

import path from 'node:path';
import fs from 'fs-extra';
import { fromRoot } from '../paths';
import { temporaryDirs } from '../testUtils/temporaryDirs';
import { createTestOverlay } from './testOverlay';

describe('testOverlay', () => {
  const temporaryDir = temporaryDirs();

  it('has the catalog read a copy of the templates, and all else as before', async () => {
    const dir = await temporaryDir();
    const { templatesDir, config } = await createTestOverlay(dir);
    const file = path.join('team-sandbox', 'template.yaml');
    expect(await fs.readFile(path.join(templatesDir, file), 'utf8')).toBe(
      await fs.readFile(fromRoot('templates', file), 'utf8'),
    );
    const { locations } = config.catalog as { locations: unknown[] };
    expect(locations).toContainEqual({
      type: 'file',
      target: path.join(templatesDir, 'all.yaml'),
      rules: [
        { allow: ['Location', 'EnvironmentTemplate', 'EnvironmentModule'] },
      ],
    });
    expect(JSON.stringify(locations)).toContain('examples/org.yaml');
    expect(JSON.stringify(locations)).not.toContain('../templates');
  });
});

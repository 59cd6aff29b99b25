import path from 'node:path';
import fs from 'fs-extra';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Finds a Chromium: the one that SANDLOT_TEST_CHROMIUM names, or one on PATH. */
export function findChromium(
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  if (env.SANDLOT_TEST_CHROMIUM) {
    return env.SANDLOT_TEST_CHROMIUM;
  }
  return (env.PATH ?? '')
    .split(path.delimiter)
    .flatMap(folder => NAMES.map(name => path.join(folder, name)))
    .find(file => fs.existsSync(file));
}

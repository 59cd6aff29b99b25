import os from 'node:os';
import path from 'node:path';
import fs from 'fs-extra';

/** Makes folders for a test file's tests, and removes them when the file is done. */
export function temporaryDirs(): () => Promise<string> {
  const made: string[] = [];
  afterAll(async () => {
    await Promise.all(made.map(dir => fs.remove(dir)));
  });
  return async () => {
    const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'sandlot-cli-'));
    await fs.chmod(dir, 0o711);
    made.push(dir);
    return dir;
  };
}

import os from 'node:os';
import path from 'node:path';
import fs from 'fs-extra';

/** Does the work with a folder that is removed afterwards. */
export async function withTemporaryDir<T>(
  work: (dir: string) => Promise<T>,
): Promise<T> {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'sandlot-'));
  // Root runs PostgreSQL as another user, who has to pass through to the data.
  await fs.chmod(dir, 0o711);
  try {
    return await work(dir);
  } finally {
    await fs.remove(dir);
  }
}

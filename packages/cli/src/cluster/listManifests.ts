import path from 'node:path';
import fs from 'fs-extra';

/** Lists the manifests of a folder, in the order of their names. */
export async function listManifests(folder: string): Promise<string[]> {
  const names = await fs.readdir(folder);
  return names
    .filter(name => name.endsWith('.yaml'))
    .sort()
    .map(name => path.join(folder, name));
}

import path from 'node:path';
import fs from 'fs-extra';
import { rootDir } from '../paths';

/** One file that is made from others, with the content that it should have. */
export interface GeneratedFile {
  /** Absolute path. */
  path: string;
  content: string;
}

/** Writes those that differ and returns their paths, relative to the checkout. */
export async function writeGenerated(
  files: GeneratedFile[],
): Promise<string[]> {
  const stale = await findStale(files);
  for (const file of stale) {
    await fs.outputFile(file.path, file.content);
  }
  return stale.map(file => path.relative(rootDir, file.path));
}

/** Returns the paths, relative to the checkout, of the files that differ. */
export async function checkGenerated(
  files: GeneratedFile[],
): Promise<string[]> {
  const stale = await findStale(files);
  return stale.map(file => path.relative(rootDir, file.path));
}

async function findStale(files: GeneratedFile[]): Promise<GeneratedFile[]> {
  const stale: GeneratedFile[] = [];
  for (const file of files) {
    const present = await fs.pathExists(file.path);
    if (!present || (await fs.readFile(file.path, 'utf8')) !== file.content) {
      stale.push(file);
    }
  }
  return stale;
}

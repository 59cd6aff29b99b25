import fs from 'fs-extra';
import { parse } from 'yaml';
import { fromRoot } from '../paths';

/** One whom the development sign-in lets in. */
export interface Person {
  name: string;
  /** What they are, for people. */
  role: string;
}

/** Reads from app-config.yaml who may sign in on this machine. */
export async function readPeople(): Promise<Person[]> {
  const config = parse(await fs.readFile(fromRoot('app-config.yaml'), 'utf8'));
  return config?.auth?.providers?.personas?.development?.users ?? [];
}

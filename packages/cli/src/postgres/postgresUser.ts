import os from 'node:os';
import path from 'node:path';
import { ForwardedError } from '@backstage/errors';
import fs from 'fs-extra';
import { runCommand } from '../processes/runCommand';

/** User and group that PostgreSQL runs as. */
export interface PostgresUser {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root, so root runs it as the user `postgres`, which is made when
 * absent. Everybody else runs it as themselves: nothing is returned.
 */
export async function findPostgresUser(): Promise<PostgresUser | undefined> {
  if (os.userInfo().uid !== 0) {
    return undefined;
  }
  const found = await lookUp();
  if (found) {
    return found;
  }
  try {
    await runCommand('useradd', ['--system', '--user-group', 'postgres']);
  } catch (error) {
    throw new ForwardedError(
      'PostgreSQL does not run as root, and the user `postgres` could not be made. Run as another user, or make that user first',
      error,
    );
  }
  const made = await lookUp();
  if (!made) {
    throw new Error(
      'PostgreSQL does not run as root, and the user `postgres` could not be made. Run as another user, or make that user first.',
    );
  }
  return made;
}

async function lookUp(): Promise<PostgresUser | undefined> {
  const [user, group] = await Promise.all([
    runCommand('id', ['-u', 'postgres']),
    runCommand('id', ['-g', 'postgres']),
  ]);
  return user.code === 0 && group.code === 0
    ? { uid: Number(user.output), gid: Number(group.output) }
    : undefined;
}

/** Tells whether the user may enter the folder, through every folder above it. */
export async function canEnter(
  user: PostgresUser,
  folder: string,
): Promise<boolean> {
  const { mode, uid, gid } = await fs.stat(folder);
  let enterBit = 0o001;
  if (uid === user.uid) {
    enterBit = 0o100;
  } else if (gid === user.gid) {
    enterBit = 0o010;
  }
  if ((mode & enterBit) === 0) {
    return false;
  }
  const parent = path.dirname(folder);
  return parent === folder || canEnter(user, parent);
}

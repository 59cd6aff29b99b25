import { statfs } from 'node:fs/promises';
import { StopRequestedError } from '../processes/Supervisor';

/** Below this, in bytes, PostgreSQL and etcd fail in ways that name anything but the disk. */
const FULL_BELOW = 64 * 1024 * 1024;

/** Adds to an error that the disk is full, where it is: that is then what has to be done. */
export async function explainFullDisk(
  error: unknown,
  dir: string,
): Promise<unknown> {
  const { bavail, bsize } = await statfs(dir);
  if (error instanceof StopRequestedError || bavail * bsize > FULL_BELOW) {
    return error;
  }
  const message = error instanceof Error ? error.message : String(error);
  return Object.assign(
    new Error(`${message}\n\nThere is no room left in ${dir}.`),
    { code: 'ENOSPC' },
  );
}

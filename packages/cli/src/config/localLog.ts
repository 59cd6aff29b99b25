import path from 'node:path';
import { generateSigningKey } from '@sandlot/plugin-environments-node';
import fs from 'fs-extra';

/** `environments.audit` of a portal on one's own machine. */
export interface LocalLog {
  origin: string;
  signing: { keyFiles: string[] };
  witnesses: { kind: 'file'; name: string; path: string }[];
}

/**
 * Makes the key of the log once, and keeps it and the witness outside of the
 * database. The name says nothing about the port, which may be another next time.
 */
export async function prepareLocalLog(stateDir: string): Promise<LocalLog> {
  const folder = path.join(stateDir, 'audit');
  const keyFile = path.join(folder, 'signing-key.pem');
  await fs.ensureDir(folder);
  if (!(await fs.pathExists(keyFile))) {
    await fs.writeFile(keyFile, generateSigningKey().pem, { mode: 0o600 });
  }
  return {
    origin: 'localhost/audit',
    signing: { keyFiles: [keyFile] },
    witnesses: [
      {
        kind: 'file',
        name: 'file-beside-the-database',
        path: path.join(folder, 'checkpoints'),
      },
    ],
  };
}

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConflictError } from '@backstage/errors';
import {
  Ed25519Signer,
  generateSigningKey,
} from '@sandlot/plugin-environments-node';
import type { TemplateIo } from '../template/TemplateIo';

/**
 * `./sandlot audit keygen`: makes a signing key, for its owner alone, and
 * prints the verifier key.
 *
 * @throws ConflictError if the file is there already
 * @returns the exit code
 */
export async function keygen(
  file: string,
  options: { origin: string },
  io: TemplateIo,
): Promise<number> {
  const { pem } = generateSigningKey();
  const signer = Ed25519Signer.fromPem({ name: options.origin, pem });
  try {
    // `wx`: a key that is lost can't be had again, so none is written over.
    await writeFile(path.resolve(io.cwd, file), pem, {
      flag: 'wx',
      mode: 0o600,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new ConflictError(
      `${file} is there already, and a key is never written over. Choose another file.`,
    );
  }
  io.err(
    `${file} is the signing key: only the portal may read it. Give the verifier key to the auditors:\n`,
  );
  io.out(`${signer.verifierKey}\n`);
  return 0;
}

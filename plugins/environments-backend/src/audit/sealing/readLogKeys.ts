import { readFileSync } from 'node:fs';
import { RootConfigService } from '@backstage/backend-plugin-api';
import {
  CheckpointSigner,
  Ed25519Signer,
} from '@sandlot/plugin-environments-node';
import { stringifyError } from '@backstage/errors';

/** Makes a signer for the log of that name. */
export type CreateSigner = (origin: string) => Promise<CheckpointSigner>;

/** Who the log is, and what it signs with. */
export interface LogKeys {
  /** Name of the log in its checkpoints. */
  origin: string;
  /** None if no key is configured. */
  signers: CheckpointSigner[];
}

/**
 * Reads `environments.audit.origin` and the key files.
 *
 * @param more - signers that modules add
 * @throws Error that names the file; never what is in it
 */
export async function readLogKeys(
  config: RootConfigService,
  more: CreateSigner[] = [],
): Promise<LogKeys> {
  const origin =
    config.getOptionalString('environments.audit.origin') ??
    defaultOrigin(config.getOptionalString('app.baseUrl'));
  const files =
    config.getOptionalStringArray('environments.audit.signing.keyFiles') ?? [];
  const signers = [
    ...files.map(file => readSigner(origin, file)),
    ...(await Promise.all(more.map(create => create(origin)))),
  ];
  const keys = signers.map(({ verifierKey }) => verifierKey);
  if (new Set(keys).size < keys.length) {
    throw new Error(
      'environments.audit.signing: one key is given twice; each signs once',
    );
  }
  return { origin, signers };
}

function readSigner(origin: string, file: string): CheckpointSigner {
  try {
    return Ed25519Signer.fromPem({
      name: origin,
      pem: readFileSync(file, 'utf8'),
    });
  } catch (error) {
    throw new Error(
      `environments.audit.signing.keyFiles: ${file} can’t be used: ${stringifyError(
        error,
      )}`,
    );
  }
}

function defaultOrigin(baseUrl: string | undefined): string {
  return baseUrl ? `${new URL(baseUrl).host}/audit` : 'sandlot/audit';
}

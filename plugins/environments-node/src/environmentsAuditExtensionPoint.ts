import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { CheckpointSigner } from './log';

/**
 * Lets a module sign the log with a key that is elsewhere, as in a KMS.
 *
 * @public
 */
export interface EnvironmentsAuditExtensionPoint {
  /**
   * Signs every checkpoint with it too, beside the keys of the configuration.
   *
   * @param createSigner - given the origin of the log, which is the name of its key
   */
  addSigner(createSigner: (origin: string) => Promise<CheckpointSigner>): void;
}

/** @public */
export const environmentsAuditExtensionPoint =
  createExtensionPoint<EnvironmentsAuditExtensionPoint>({
    id: 'environments.audit',
  });

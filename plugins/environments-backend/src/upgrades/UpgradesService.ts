import {
  AcceptedOperation,
  Environment,
  HoldRequest,
  RollbackRequest,
  UpgradePreview,
  UpgradePreviewRequest,
  UpgradeRequest,
} from '@sandlot/plugin-environments-common';
import { Caller } from '../service/Caller';

/**
 * What can be done with an environment that is there: another revision, back to
 * what it was, and keeping rollouts away. `AuthorizedUpgradesService` decides
 * whether the caller may, `DefaultUpgradesService` does it.
 *
 * Throws `InputError`, `NotAllowedError`, `NotFoundError`, `ConflictError` and
 * `ServiceUnavailableError`.
 */
export interface UpgradesService {
  previewUpgrade(
    caller: Caller,
    id: string,
    request: UpgradePreviewRequest,
    options?: UpgradeOptions,
  ): Promise<UpgradePreview>;
  upgrade(
    caller: Caller,
    id: string,
    request: UpgradeRequest,
    options?: UpgradeOptions,
  ): Promise<AcceptedOperation>;
  previewRollback(caller: Caller, id: string): Promise<UpgradePreview>;
  rollback(
    caller: Caller,
    id: string,
    request: RollbackRequest,
  ): Promise<AcceptedOperation>;
  hold(caller: Caller, id: string, request: HoldRequest): Promise<Environment>;
  release(caller: Caller, id: string): Promise<Environment>;
}

export interface UpgradeOptions {
  /** Whether the caller may use drafts and replaced revisions of every template. */
  managesTemplates?: boolean;
}

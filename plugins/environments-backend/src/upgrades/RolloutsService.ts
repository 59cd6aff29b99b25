import {
  Rollout,
  RolloutDetail,
  RolloutRequest,
} from '@sandlot/plugin-environments-common';
import { Caller } from '../service/Caller';

/**
 * Upgrades of all environments of a template, cohort by cohort.
 * `AuthorizedRolloutsService` decides whether the caller may,
 * `DefaultRolloutsService` does it and `RolloutDriver` carries it on.
 *
 * Throws `InputError`, `NotAllowedError`, `NotFoundError` and `ConflictError`.
 */
export interface RolloutsService {
  /** Newest first. */
  list(caller: Caller, template?: string): Promise<Rollout[]>;
  get(caller: Caller, id: string): Promise<RolloutDetail>;
  create(
    caller: Caller,
    request: RolloutRequest,
    idempotencyKey: string,
  ): Promise<RolloutDetail>;
  pause(caller: Caller, id: string, reason: string): Promise<RolloutDetail>;
  resume(caller: Caller, id: string, reason: string): Promise<RolloutDetail>;
  cancel(caller: Caller, id: string, reason: string): Promise<RolloutDetail>;
}

import {
  Drift,
  DriftDecision,
  Environment,
} from '@sandlot/plugin-environments-common';
import { Caller } from '../service/Caller';

/**
 * What was changed past the portal, and what is to become of it.
 * `AuthorizedDriftService` decides whether the caller may, `DefaultDriftService`
 * does it and `DriftSweep` finds it.
 *
 * Throws `InputError`, `NotAllowedError`, `NotFoundError`, `ConflictError` and
 * `ServiceUnavailableError`.
 */
export interface DriftService {
  get(caller: Caller, id: string): Promise<Drift>;
  decide(
    caller: Caller,
    id: string,
    decision: DriftDecision,
  ): Promise<Environment>;
}

import {
  Drift,
  DriftDecision,
  Environment,
  environmentReadPermission,
  environmentUpgradePermission,
} from '@sandlot/plugin-environments-common';
import { Store } from '../database/Store';
import { Authorizer } from '../service/Authorizer';
import { Caller } from '../service/Caller';
import { Gatekeeper } from '../service/Gatekeeper';
import { narrowFor } from '../service/narrowFor';
import { DriftService } from './DriftService';
import { driftActions } from './driftActions';

/**
 * Decides whether the caller may, and only then asks the service behind. Each
 * refusal is recorded before it is given.
 */
export class AuthorizedDriftService implements DriftService {
  readonly #inner: DriftService;
  readonly #authorizer: Authorizer;
  readonly #gatekeeper: Gatekeeper;

  constructor(options: {
    inner: DriftService;
    authorizer: Authorizer;
    store: Store;
  }) {
    this.#inner = options.inner;
    this.#authorizer = options.authorizer;
    this.#gatekeeper = new Gatekeeper(options);
  }

  async get(caller: Caller, id: string): Promise<Drift> {
    const [read] = await this.#authorizer.decisions(caller, [
      environmentReadPermission,
    ]);
    await this.#gatekeeper.require(caller, id, read, 'environment.read');
    return this.#inner.get(caller, id);
  }

  async decide(
    caller: Caller,
    id: string,
    decision: DriftDecision,
  ): Promise<Environment> {
    const permitted = await this.#gatekeeper.permit(
      caller,
      id,
      environmentUpgradePermission,
      driftActions[decision.decision],
    );
    return narrowFor(
      this.#authorizer,
      caller,
      await this.#inner.decide(permitted, id, decision),
    );
  }
}

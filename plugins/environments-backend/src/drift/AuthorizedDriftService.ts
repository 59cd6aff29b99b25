import { NotAllowedError } from '@backstage/errors';
import {
  Drift,
  DriftDecision,
  Environment,
  environmentReadPermission,
  environmentUpgradePermission,
  templateManagePermission,
} from '@sandlot/plugin-environments-common';
import { waveOf } from '@sandlot/plugin-environments-node';
import { Store } from '../database/Store';
import { Authorizer } from '../service/Authorizer';
import { Caller } from '../service/Caller';
import { Gatekeeper } from '../service/Gatekeeper';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { narrowFor } from '../service/narrowFor';
import { notFound } from '../service/notFound';
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
  readonly #store: Store;

  constructor(options: {
    inner: DriftService;
    authorizer: Authorizer;
    store: Store;
  }) {
    this.#inner = options.inner;
    this.#authorizer = options.authorizer;
    this.#gatekeeper = new Gatekeeper(options);
    this.#store = options.store;
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
      await this.#inner.decide(
        await this.#permitPolicies(permitted, id, decision),
        id,
        decision,
      ),
    );
  }

  /**
   * What limits an environment is no owner's to loosen, by accepting or by
   * hiding it. To revert it is for everybody who may decide at all.
   *
   * @throws NotAllowedError
   */
  async #permitPolicies(
    caller: Caller,
    id: string,
    { decision, objects }: DriftDecision,
  ): Promise<Caller> {
    const limiting = objects.filter(object => waveOf(object) !== 'workloads');
    if (decision === 'revert' || limiting.length === 0) return caller;
    const authorization = await this.#authorizer.decideBasic(
      caller,
      templateManagePermission,
    );
    if (authorization.decision === 'ALLOW') return { ...caller, authorization };

    const environment = await this.#store.environments.get(id);
    if (!environment) throw notFound(id);
    const names = limiting.map(({ kind, name }) => `${kind} ${name}`);
    const reason = `Only those who manage templates may ${decision} drift of what limits an environment: revert ${names.join(
      ', ',
    )}, or ask them`;
    await this.#gatekeeper.recordDenial(caller, {
      action: driftActions[decision],
      authorization,
      reason,
      ...aboutEnvironment(environment),
    });
    throw new NotAllowedError(reason);
  }
}

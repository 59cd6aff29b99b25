import { AuthService } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ApprovalDelegation,
  ApprovalDelegationRequest,
} from '@sandlot/plugin-environments-common';
import { v7 as uuidv7 } from 'uuid';
import { DelegationRow } from '../database/ApprovalsTable';
import { Store } from '../database/Store';
import { Authorizer } from '../service/Authorizer';
import { Caller } from '../service/Caller';
import { Gatekeeper } from '../service/Gatekeeper';
import { StandIns } from './StandIns';

const LONGEST_DELEGATION_DAYS = 90;

/** Who decides for whom, for as long as they are away: everybody gives away their own only. */
export class Delegations {
  readonly #store: Store;
  readonly #gatekeeper: Gatekeeper;
  readonly #standIns: StandIns;

  constructor(options: {
    store: Store;
    authorizer: Authorizer;
    catalog: CatalogService;
    auth: AuthService;
  }) {
    this.#store = options.store;
    this.#gatekeeper = new Gatekeeper(options);
    this.#standIns = new StandIns(options);
  }

  async list(caller: Caller): Promise<ApprovalDelegation[]> {
    const rows = await this.#store.approvals.delegationsOf(caller.actor.ref);
    return rows.map(toDelegation);
  }

  /** @throws InputError when the stand-in is nobody, or the end is no end to be had */
  async delegate(
    caller: Caller,
    request: ApprovalDelegationRequest,
  ): Promise<ApprovalDelegation> {
    await this.#requirePerson(caller, 'approval.delegate');
    const to = await this.#readStandIn(caller, request.to);
    const until = new Date(request.until);
    const ahead = until.getTime() - Date.now();
    if (!(ahead > 0 && ahead <= LONGEST_DELEGATION_DAYS * 86_400_000)) {
      throw new InputError(
        `request/body/until: expected a time to come, at most ${LONGEST_DELEGATION_DAYS} days away`,
      );
    }
    const row: DelegationRow = {
      id: uuidv7(),
      from: caller.actor.ref,
      to,
      until,
      reason: request.reason,
    };
    await this.#store.transaction(async tx => {
      await tx.approvals.delegate(row);
      await tx.record({
        action: 'approval.delegate',
        stage: 'succeeded',
        correlationId: caller.correlationId,
        actor: caller.actor,
        source: caller.source,
        target: {},
        parameters: { delegation: row.id, to, until: until.toISOString() },
        reason: request.reason,
      });
    });
    return toDelegation(row);
  }

  async end(caller: Caller, id: string): Promise<void> {
    const ended = await this.#store.transaction(async tx => {
      const row = await tx.approvals.endDelegation(id, caller.actor.ref);
      await tx.record({
        action: 'approval.endDelegation',
        stage: row ? 'succeeded' : 'denied',
        correlationId: caller.correlationId,
        actor: caller.actor,
        source: caller.source,
        target: {},
        parameters: { delegation: id, ...(row && { to: row.to }) },
        ...(!row && { reason: 'The caller gave no delegation of this id' }),
      });
      return row;
    });
    if (!ended)
      throw new NotFoundError(`There is no delegation ${id} of yours`);
  }

  async #readStandIn(caller: Caller, text: string): Promise<string> {
    const to = stringifyEntityRef(parseEntityRef(text));
    if (!to.startsWith('user:')) {
      throw new InputError(
        'request/body/to: expected a user, such as user:default/dana: a group has no one who decides',
      );
    }
    if (to === caller.actor.ref) {
      throw new InputError('request/body/to: this is yourself');
    }
    if (!(await this.#standIns.isKnown(to))) {
      throw new InputError(
        `request/body/to: the catalog has no user ${to}: expected one of its users`,
      );
    }
    return to;
  }

  async #requirePerson(
    caller: Caller,
    action: 'approval.delegate',
  ): Promise<void> {
    if (caller.actor.kind === 'user') return;
    const reason = 'Only people decide, and this is a service';
    await this.#gatekeeper.recordDenial(caller, { action, reason, target: {} });
    throw new NotAllowedError(reason);
  }
}

function toDelegation({ id, from, to, until, reason }: DelegationRow) {
  return { id, from, to, until: until.toISOString(), reason };
}

import { AuthService } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  Approval,
  ApprovalDecisionRequest,
  ApprovalDelegation,
  ApprovalDelegationRequest,
  ApprovalDetail,
  ApprovalsFilter,
  Page,
  policyReportPermission,
} from '@sandlot/plugin-environments-common';
import { summarize } from '@sandlot/plugin-environments-node';
import { v7 as uuidv7 } from 'uuid';
import { Clusters } from '../clusters/Clusters';
import { ApprovalRow, DelegationRow } from '../database/ApprovalsTable';
import { decodeIdCursor, encodeCursor } from '../database/cursor';
import { EnvironmentRow } from '../database/rows';
import { Store } from '../database/Store';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { Authorizer } from '../service/Authorizer';
import { Caller } from '../service/Caller';
import { Gatekeeper } from '../service/Gatekeeper';
import { leaseSecondsOf } from './askForApproval';
import { admitApproved, endRefused } from './endApproval';
import { Viewer, rightToDecide } from './rightToDecide';
import { StandIns } from './StandIns';
import { toApproval } from './toApproval';

const DEFAULT_PAGE = 50;
const LONGEST_DELEGATION_DAYS = 90;

/**
 * Approvals: who may decide follows from who is asked, so that it is decided here and not by
 * the permission framework. To see those of others takes `environments.policy.report`.
 */
export class ApprovalsService {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #authorizer: Authorizer;
  readonly #gatekeeper: Gatekeeper;
  readonly #standIns: StandIns;
  readonly #onAdmitted: () => void;

  constructor(options: {
    store: Store;
    clusters: Clusters;
    authorizer: Authorizer;
    catalog: CatalogService;
    auth: AuthService;
    /** Hears of each request that everybody has agreed to. */
    onAdmitted: () => void;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#authorizer = options.authorizer;
    this.#gatekeeper = new Gatekeeper(options);
    this.#standIns = new StandIns(options);
    this.#onAdmitted = options.onAdmitted;
  }

  async list(caller: Caller, filter: ApprovalsFilter): Promise<Page<Approval>> {
    const { scope = 'mine', state = 'open', cursor } = filter;
    const limit = filter.limit ?? DEFAULT_PAGE;
    if (scope === 'all') await this.#requireReporter(caller);
    const viewer = await this.#viewerOf(caller);
    const rows = await this.#store.approvals.list({
      state,
      limit,
      after: cursor === undefined ? undefined : decodeIdCursor(cursor),
      ...(scope === 'requested' && { requestedBy: viewer.ref }),
      ...(scope === 'mine' && {
        by: [
          ...viewer.ownership,
          ...viewer.principals.flatMap(({ claims }) => claims),
        ],
        notRequestedBy: viewer.ref,
      }),
    });
    const page = rows.slice(0, limit);
    return {
      items: await this.#toApprovals(page, viewer),
      nextCursor:
        rows.length > limit ? encodeCursor(page[limit - 1].id) : undefined,
    };
  }

  async get(caller: Caller, id: string): Promise<ApprovalDetail> {
    const viewer = await this.#viewerOf(caller);
    const { approval, environment } = await this.#find(caller, id, viewer);
    return this.#toDetail(approval, environment, viewer);
  }

  /**
   * @throws NotAllowedError, recorded, for whoever is not asked or asked for it themselves;
   * ConflictError when it is decided already, or something else was looked at
   */
  async decide(
    caller: Caller,
    id: string,
    request: ApprovalDecisionRequest,
  ): Promise<ApprovalDetail> {
    const { decision, digest, reason } = request;
    if (decision === 'reject' && !reason) {
      throw new InputError(
        'request/body/reason: say why, so that whoever asked knows what to change',
      );
    }
    const viewer = await this.#viewerOf(caller);
    const { approval: seen } = await this.#find(caller, id, viewer);
    const outcome = await this.#store.transaction(async tx => {
      const environment = (await tx.environments.lock(seen.environmentId))!;
      const approval = (await tx.approvals.get(id))!;
      const earlier = approval.decisions.find(one => one.by === viewer.ref);
      if (earlier?.decision === decision) return 'unchanged';
      const right = rightToDecide(approval, viewer);
      if (!right.mayDecide) return { approval, environment, right };
      if (approval.digest !== digest) {
        throw new ConflictError(
          'request/body/digest: this is not what the request is about: look at it again',
        );
      }
      const { onBehalfOf } = right;
      await tx.approvals.decide(id, {
        by: viewer.ref,
        onBehalfOf,
        decision,
        reason,
      });
      const { requirement } = approval;
      const agreed =
        approval.decisions.filter(one => one.decision === 'approve').length +
        (decision === 'approve' ? 1 : 0);
      await tx.record({
        ...aboutEnvironment(environment),
        action: 'approval.decide',
        stage: 'succeeded',
        correlationId: caller.correlationId,
        actor: { ...caller.actor, ...(onBehalfOf && { onBehalfOf }) },
        source: caller.source,
        operationId: approval.operationId,
        parameters: {
          approval: id,
          decision,
          by: requirement.by,
          policy: requirement.policy,
          digest,
          stillNeeded: decision === 'approve' ? requirement.count - agreed : 0,
        },
        reason,
      });
      if (decision === 'reject') {
        await tx.approvals.close(id, 'rejected');
        await endRefused(tx, caller, environment, {
          reason: 'Rejected',
          message: `${viewer.ref} refused it: ${reason}`,
        });
        return 'refused';
      }
      tx.changed(environment.id);
      if (agreed < requirement.count) return 'agreed';
      await tx.approvals.close(id, 'approved');
      const all = (await tx.approvals.ofEnvironments([environment.id])).filter(
        ({ operationId }) => operationId === approval.operationId,
      );
      if (!all.every(({ state }) => state === 'approved')) return 'agreed';
      await admitApproved(tx, environment, all);
      return 'admitted';
    });
    if (typeof outcome === 'object') {
      throw await this.#refuse(caller, outcome);
    }
    if (outcome === 'admitted') this.#onAdmitted();
    return this.get(caller, id);
  }

  async listDelegations(caller: Caller): Promise<ApprovalDelegation[]> {
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

  async endDelegation(caller: Caller, id: string): Promise<void> {
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

  async #requireReporter(caller: Caller): Promise<void> {
    await this.#gatekeeper.permitBasic(caller, policyReportPermission, {
      action: 'approval.read',
      reason: 'Only ops and auditors see all approvals',
    });
  }

  async #viewerOf({ actor, ownership }: Caller): Promise<Viewer> {
    return {
      ref: actor.ref,
      ownership,
      principals:
        actor.kind === 'user'
          ? await this.#standIns.principalsOf(actor.ref)
          : [],
    };
  }

  /** What one may not see answers like what does not exist, and is recorded. */
  async #find(caller: Caller, id: string, viewer: Viewer) {
    const absent = new NotFoundError(`There is no approval ${id}`);
    const approval = await this.#store.approvals.get(id);
    if (!approval) {
      await this.#gatekeeper.recordDenial(caller, {
        action: 'approval.read',
        reason: absent.message,
        target: {},
      });
      throw absent;
    }
    const environment = (await this.#store.environments.get(
      approval.environmentId,
    ))!;
    const isOfViewer =
      approval.requestedBy === viewer.ref ||
      viewer.ownership.includes(environment.ownerRef) ||
      approval.decisions.some(({ by }) => by === viewer.ref) ||
      rightToDecide(approval, viewer).isAsked;
    if (!isOfViewer) {
      const authorization = await this.#authorizer.decideBasic(
        caller,
        policyReportPermission,
      );
      if (authorization.decision === 'DENY') {
        await this.#gatekeeper.recordDenial(caller, {
          ...aboutEnvironment(environment),
          action: 'approval.read',
          authorization,
          reason: 'The caller is neither asked nor did they ask for it',
        });
        throw absent;
      }
    }
    return { approval, environment };
  }

  async #refuse(
    caller: Caller,
    found: {
      approval: ApprovalRow;
      environment: EnvironmentRow;
      right: ReturnType<typeof rightToDecide>;
    },
  ): Promise<Error> {
    const { approval, environment, right } = found;
    const { state } = approval;
    const reason =
      state === 'pending'
        ? right.whyNot ?? `Only ${approval.requirement.by} may decide on this`
        : `It is ${state} already`;
    await this.#gatekeeper.recordDenial(caller, {
      ...aboutEnvironment(environment),
      action: 'approval.decide',
      operationId: approval.operationId,
      parameters: { approval: approval.id },
      reason,
    });
    return state === 'pending'
      ? new NotAllowedError(reason)
      : new ConflictError(reason);
  }

  async #toApprovals(rows: ApprovalRow[], viewer: Viewer): Promise<Approval[]> {
    const environments = await this.#store.environments.findByIds(
      rows.map(({ environmentId }) => environmentId),
    );
    return rows.map((row, index) =>
      toApproval(row, environments[index]!, this.#clusters, viewer),
    );
  }

  async #toDetail(
    approval: ApprovalRow,
    environment: EnvironmentRow,
    viewer: Viewer,
  ): Promise<ApprovalDetail> {
    const all = await this.#store.approvals.ofEnvironments([environment.id]);
    const operation = await this.#store.operations.get(approval.operationId);
    const show = (row: ApprovalRow) =>
      toApproval(row, environment, this.#clusters, viewer);
    return {
      approval: show(approval),
      others: all
        .filter(
          ({ id, operationId }) =>
            id !== approval.id && operationId === approval.operationId,
        )
        .map(show),
      digest: approval.digest,
      revision: environment.revision,
      parameters: environment.parameters,
      addOns: environment.addOns,
      summary: summarize(environment.manifests),
      leaseSeconds: leaseSecondsOf(environment),
      policies: operation?.details.policies ?? [],
    };
  }
}

function toDelegation({ id, from, to, until, reason }: DelegationRow) {
  return { id, from, to, until: until.toISOString(), reason };
}

import { AuthService } from '@backstage/backend-plugin-api';
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
  ApprovalDetail,
  ApprovalsFilter,
  Page,
  policyReportPermission,
} from '@sandlot/plugin-environments-common';
import { Clusters } from '../clusters/Clusters';
import { ApprovalRow } from '../database/ApprovalsTable';
import { decodeIdCursor, encodeCursor } from '../database/cursor';
import { EnvironmentRow } from '../database/rows';
import { Store } from '../database/Store';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { Authorizer } from '../service/Authorizer';
import { Caller } from '../service/Caller';
import { Gatekeeper } from '../service/Gatekeeper';
import { asRecorded } from '../service/recordedRefusal';
import { ApprovalViews } from './ApprovalViews';
import { Decisions } from './Decisions';
import { ChangeOutdated, PendingChanges } from './PendingChanges';
import { Viewer, rightToDecide } from './rightToDecide';
import { StandIns } from './StandIns';

const DEFAULT_PAGE = 50;
/** Of a record. */
const LONGEST_REASON = 1000;

/**
 * Approvals: who may decide follows from who is asked, so that it is decided here and not by
 * the permission framework. To see those of others takes `environments.policy.report`.
 */
export class ApprovalsService {
  readonly #store: Store;
  readonly #views: ApprovalViews;
  readonly #authorizer: Authorizer;
  readonly #gatekeeper: Gatekeeper;
  readonly #standIns: StandIns;
  readonly #changes: PendingChanges;
  readonly #decisions: Decisions;
  readonly #onAdmitted: () => void;

  constructor(options: {
    store: Store;
    clusters: Clusters;
    authorizer: Authorizer;
    catalog: CatalogService;
    auth: AuthService;
    changes: PendingChanges;
    /** Hears of each request that everybody has agreed to. */
    onAdmitted: () => void;
  }) {
    this.#store = options.store;
    this.#views = new ApprovalViews(options);
    this.#authorizer = options.authorizer;
    this.#gatekeeper = new Gatekeeper(options);
    this.#standIns = new StandIns(options);
    this.#changes = options.changes;
    this.#decisions = new Decisions(options);
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
      items: await this.#views.all(page, viewer),
      nextCursor:
        rows.length > limit ? encodeCursor(page[limit - 1].id) : undefined,
    };
  }

  async get(caller: Caller, id: string): Promise<ApprovalDetail> {
    const viewer = await this.#viewerOf(caller);
    const { approval, environment } = await this.#find(caller, id, viewer);
    return this.#views.detail(approval, environment, viewer);
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
    const { decision, reason } = request;
    if (decision === 'reject' && !reason) {
      throw new InputError(
        'request/body/reason: say why, so that whoever asked knows what to change',
      );
    }
    const viewer = await this.#viewerOf(caller);
    const seen = await this.#find(caller, id, viewer);
    const outcome = await this.#decisions
      .decide(caller, viewer, seen, request)
      .catch(async error => {
        throw await this.#recordFailure(caller, seen, request, error);
      });
    if (typeof outcome === 'object') {
      throw await this.#refuse(caller, outcome);
    }
    if (outcome === 'admitted') this.#onAdmitted();
    if (outcome === 'changed') await this.#changes.made(seen.approval);
    return this.get(caller, id);
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
    const { state, isOver } = approval;
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
    const isTooLate = state !== 'pending' || (isOver && right.isAsked);
    return isTooLate
      ? asRecorded(new ConflictError(reason))
      : new NotAllowedError(reason);
  }

  /** What it can't be agreed to or refused for, with what it was about. */
  async #recordFailure(
    caller: Caller,
    {
      approval,
      environment,
    }: { approval: ApprovalRow; environment: EnvironmentRow },
    { decision }: ApprovalDecisionRequest,
    error: Error,
  ): Promise<Error> {
    let refusal = error;
    if (error instanceof ChangeOutdated) {
      await this.#changes.end(approval, error);
      refusal = new ConflictError(
        `It can't be done any more, and has ended; nothing was changed. ${error.message}`,
      );
    }
    if (!(refusal instanceof ConflictError)) return refusal;
    await this.#store.transaction(tx =>
      tx.record({
        ...aboutEnvironment(environment),
        action: 'approval.decide',
        stage: 'failed',
        correlationId: caller.correlationId,
        actor: caller.actor,
        source: caller.source,
        operationId: approval.operationId,
        parameters: { approval: approval.id, decision },
        reason: `Refused: ${refusal.message}`.slice(0, LONGEST_REASON),
      }),
    );
    return asRecorded(refusal);
  }
}

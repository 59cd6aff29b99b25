import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AcceptedOperation,
  Environment,
  HoldRequest,
  Problem,
  RollbackRequest,
  UpgradePreview,
  UpgradePreviewRequest,
  UpgradeRequest,
} from '@sandlot/plugin-environments-common';
import { ChangeMaker } from '../approvals/ChangeMaker';
import {
  ApprovalTerms,
  DEFAULT_APPROVAL_TERMS,
} from '../approvals/approvalTerms';
import { Clusters } from '../clusters/Clusters';
import { LeaseTerms } from '../domain/lease';
import { EnvironmentRender } from '../database/EnvironmentRendersTable';
import { Store, Transaction } from '../database/Store';
import { UpgradeTarget } from '../database/UpgradeTargetsTable';
import { EnvironmentRow, OperationRow, StoredChange } from '../database/rows';
import { JudgedChange, requireNoProblems } from '../policies/judgeChange';
import { Policies } from '../policies/Policies';
import { Caller } from '../service/Caller';
import { EnvironmentViews } from '../service/EnvironmentViews';
import { Once } from '../service/Once';
import { answeredByCluster } from '../service/answeredByCluster';
import { notFound } from '../service/notFound';
import { UpgradeOptions, UpgradesService } from './UpgradesService';
import { Author } from '../lifecycle/acceptOperation';
import { Requester } from '../lifecycle/requests/RequestHandler';
import { requirePossible } from '../lifecycle/requirePossible';
import { AcceptUpgradeOptions, acceptUpgrade } from './acceptUpgrade';
import { agreementOf } from './agreementOf';
import { checkNewPicks } from './checkNewPicks';
import { compareWithCluster } from './compareWithCluster';
import { findTarget } from './findTarget';
import { holdEnvironment, releaseEnvironment } from './holds';
import { judgeUpgrade } from './judgeUpgrade';
import { lockFor } from './lockFor';
import { objectsToPrune } from './objectsToPrune';
import { UpgradePlan, planUpgrade } from './planUpgrade';
import { checkFrozen, requireEarlier } from './requireEarlier';
import { rollBack } from './rollBack';
import { whatForbids } from './whatForbids';

/** Does what is asked. It trusts that the caller may. */
export class DefaultUpgradesService implements UpgradesService, ChangeMaker {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #catalog: CatalogService;
  readonly #views: EnvironmentViews;
  readonly #once: Once;
  readonly #policies?: Policies;
  readonly #terms: ApprovalTerms;

  static create(options: {
    store: Store;
    clusters: Clusters;
    leaseTerms?: LeaseTerms;
    approvalTerms?: ApprovalTerms;
    catalog: CatalogService;
    /** None unless told. */
    policies?: Policies;
  }): DefaultUpgradesService {
    return new DefaultUpgradesService(options);
  }

  private constructor(
    options: Parameters<typeof DefaultUpgradesService.create>[0],
  ) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#catalog = options.catalog;
    this.#policies = options.policies;
    this.#terms = options.approvalTerms ?? DEFAULT_APPROVAL_TERMS;
    this.#views = new EnvironmentViews(options);
    this.#once = new Once({ store: options.store, views: this.#views });
  }

  async previewUpgrade(
    caller: Pick<Caller, 'ownership'> &
      Partial<Pick<Caller, 'actor' | 'credentials'>>,
    id: string,
    request: UpgradePreviewRequest,
    options: UpgradeOptions = {},
  ): Promise<UpgradePreview> {
    const environment = await this.#getFor('upgrade', id);
    const target = await findTarget(this.#store, caller, environment, {
      ...options,
      revision: request.revision,
    });
    const plan = planUpgrade(environment, target, request);
    const { parameters, addOns, render } = plan;
    const judged = await this.#judge(caller, environment, target, plan);
    const preview: UpgradePreview = {
      from: environment.revision,
      to: target.revision,
      parameters,
      addOns,
      objects: [],
      unchanged: 0,
      problems: [
        ...whatForbids(environment, target.haltReason).map(message => ({
          path: '/revision',
          message,
        })),
        ...plan.problems,
        ...(await this.#checkPicks(caller, environment, target, plan)),
        ...judged.problems,
      ],
      ...(judged.requirements.length > 0 && {
        approvals: judged.requirements,
      }),
    };
    return render
      ? this.#withComparison(preview, 'upgrade', environment, render)
      : preview;
  }

  async upgrade(
    caller: Caller,
    id: string,
    request: UpgradeRequest,
    options: UpgradeOptions = {},
  ): Promise<AcceptedOperation> {
    const asked = { action: 'environment.upgrade', id, ...request };
    let judged: JudgedChange | undefined;
    return this.#once.answerIfKeyed(caller, asked, {
      prepare: async () => {
        judged = await this.#requirePicks(caller, id, request, options);
      },
      work: async tx => {
        const environment = await lockFor('upgrade', tx, caller, id);
        const { results = [] } = judged ?? {};
        return this.acceptUpgrade(
          tx,
          results.length > 0 ? { ...caller, policies: results } : caller,
          environment,
          request,
          { ...options, judged },
        );
      },
    });
  }

  /**
   * The same within the transaction of somebody who does more than that.
   *
   * @param environment - locked there; its state permits an upgrade
   */
  async acceptUpgrade(
    tx: Transaction,
    author: Author & Pick<Caller, 'ownership'>,
    environment: EnvironmentRow,
    request: UpgradeRequest,
    options: AcceptUpgradeOptions = {},
  ): Promise<{ environment: EnvironmentRow; operation: OperationRow }> {
    const { expireAfterSeconds } = this.#terms;
    return acceptUpgrade(tx, author, environment, request, {
      ...options,
      expireAfterSeconds,
    });
  }

  /** What was picked was checked when it was asked for: it takes whoever asked to see it. */
  async judge(
    requester: Requester,
    environment: EnvironmentRow,
    change: StoredChange,
  ): Promise<JudgedChange> {
    const request = upgradeIn(change);
    const target = await findTarget(
      this.#store,
      { ownership: ownershipOf(requester) },
      environment,
      { ...change, revision: request.revision },
    );
    const plan = planUpgrade(environment, target, request);
    return requireNoProblems(
      await this.#judge(requester, environment, target, plan),
    );
  }

  async make(...asked: Parameters<ChangeMaker['make']>): Promise<void> {
    const [tx, requester, environment, { id, details }, judged] = asked;
    const { change } = details;
    await this.acceptUpgrade(
      tx,
      { ...requester, ownership: ownershipOf(requester) },
      environment,
      upgradeIn(change),
      {
        managesTemplates: change.managesTemplates,
        operationId: id,
        judged,
      },
    );
  }

  async previewRollback(_caller: Caller, id: string): Promise<UpgradePreview> {
    const environment = await this.#getFor('rollback', id);
    const render = requireEarlier(
      environment,
      await this.#store.environmentRenders.latestOf(id),
    );
    const preview = {
      from: environment.revision,
      to: render.revision,
      parameters: render.parameters,
      addOns: render.addOns,
      objects: [],
      unchanged: 0,
      problems: checkFrozen(render),
    };
    return this.#withComparison(preview, 'rollback', environment, render);
  }

  /** Also to a revision that is halted by now, and under hold: it is the way out. */
  async rollback(
    caller: Caller,
    id: string,
    request: RollbackRequest,
  ): Promise<AcceptedOperation> {
    const asked = { action: 'environment.rollback', id, ...request };
    return this.#once.answerIfKeyed(caller, asked, {
      work: tx => rollBack(tx, caller, id, request),
    });
  }

  async hold(
    caller: Caller,
    id: string,
    request: HoldRequest,
  ): Promise<Environment> {
    return this.#views.one(
      await this.#store.transaction(tx =>
        holdEnvironment(tx, caller, id, request),
      ),
    );
  }

  async release(caller: Caller, id: string): Promise<Environment> {
    return this.#views.one(
      await this.#store.transaction(tx => releaseEnvironment(tx, caller, id)),
    );
  }

  /**
   * Before the transaction, which is not to wait for the catalog. Parameters that
   * are others by then are not what was agreed to.
   */
  async #requirePicks(
    caller: Caller,
    id: string,
    request: UpgradeRequest,
    options: UpgradeOptions,
  ): Promise<JudgedChange> {
    const environment = await this.#getFor('upgrade', id);
    const target = await findTarget(this.#store, caller, environment, {
      ...options,
      revision: request.revision,
    });
    const plan = planUpgrade(environment, target, request);
    const picks = await this.#checkPicks(caller, environment, target, plan);
    const judged = await this.#judge(caller, environment, target, plan);
    const problems = [...picks, ...judged.problems];
    return requireNoProblems({ ...judged, problems });
  }

  #judge(
    caller: Partial<Pick<Caller, 'actor'>>,
    ...change: [EnvironmentRow, UpgradeTarget, UpgradePlan]
  ): Promise<JudgedChange> {
    const { places } = this.#store;
    return judgeUpgrade(this.#policies, places, caller, ...change);
  }

  #checkPicks(
    { credentials }: Partial<Pick<Caller, 'credentials'>>,
    ...change: [EnvironmentRow, UpgradeTarget, UpgradePlan]
  ): Promise<Problem[]> {
    return checkNewPicks(...change, {
      catalog: this.#catalog,
      clusters: this.#clusters,
      credentials,
    });
  }

  async #withComparison(
    preview: UpgradePreview,
    kind: 'upgrade' | 'rollback',
    environment: EnvironmentRow,
    render: EnvironmentRender,
  ): Promise<UpgradePreview> {
    const prune = await objectsToPrune(this.#store, environment, render);
    const { objects, unchanged } = await answeredByCluster(
      compareWithCluster(
        this.#clusters.get(environment.cluster),
        environment,
        render.manifests,
        prune,
      ),
    );
    const refused = objects.flatMap(({ kind: of, name, refusal }) =>
      refusal === undefined
        ? []
        : [
            {
              path: '/revision',
              message: `The cluster would not take ${of} ${name}: ${refusal}`,
            },
          ],
    );
    const problems = [...preview.problems, ...refused];
    return {
      ...preview,
      objects,
      unchanged,
      problems,
      agreement:
        problems.length === 0
          ? agreementOf(kind, environment, render)
          : undefined,
    };
  }

  async #getFor(
    kind: 'upgrade' | 'rollback',
    id: string,
  ): Promise<EnvironmentRow> {
    const environment = await this.#store.environments.get(id);
    if (!environment) throw notFound(id);
    requirePossible(kind, environment);
    return environment;
  }
}

function upgradeIn({ request }: StoredChange): UpgradeRequest {
  const { kind, ...upgrade } = request as UpgradeRequest & { kind: 'upgrade' };
  return upgrade;
}

/** As what whoever asked owned things then. */
function ownershipOf({ actor }: Requester): string[] {
  return [actor.ref, ...actor.groups];
}

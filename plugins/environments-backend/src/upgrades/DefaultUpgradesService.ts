import { ConflictError } from '@backstage/errors';
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
import { Clusters } from '../clusters/Clusters';
import { EnvironmentRender } from '../database/EnvironmentRendersTable';
import { Store, Transaction } from '../database/Store';
import { UpgradeTarget } from '../database/UpgradeTargetsTable';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { Caller } from '../service/Caller';
import { EnvironmentViews } from '../service/EnvironmentViews';
import { ProblemsError } from '../service/ProblemsError';
import { answeredByCluster } from '../service/answeredByCluster';
import { notFound } from '../service/notFound';
import { toOperation } from '../service/toApi';
import { UpgradeOptions, UpgradesService } from './UpgradesService';
import { ChangeAuthor, acceptChange } from './acceptChange';
import { agreementOf } from './agreementOf';
import { checkNewPicks } from './checkNewPicks';
import { compareWithCluster } from './compareWithCluster';
import { findTarget } from './findTarget';
import { holdEnvironment, releaseEnvironment } from './holds';
import { objectsToPrune } from './objectsToPrune';
import { UpgradePlan, planUpgrade } from './planUpgrade';
import { requireAgreement } from './requireAgreement';
import { checkFrozen, requireEarlier } from './requireEarlier';
import { requireSettled } from './requireSettled';
import { whatForbids } from './whatForbids';

/** Does what is asked. It trusts that the caller may. */
export class DefaultUpgradesService implements UpgradesService {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #catalog: CatalogService;
  readonly #views: EnvironmentViews;

  static create(options: {
    store: Store;
    clusters: Clusters;
    catalog: CatalogService;
  }): DefaultUpgradesService {
    return new DefaultUpgradesService(options);
  }

  private constructor(options: {
    store: Store;
    clusters: Clusters;
    catalog: CatalogService;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#catalog = options.catalog;
    this.#views = new EnvironmentViews(options);
  }

  async previewUpgrade(
    caller: Pick<Caller, 'ownership'> & Partial<Pick<Caller, 'credentials'>>,
    id: string,
    request: UpgradePreviewRequest,
    options: UpgradeOptions = {},
  ): Promise<UpgradePreview> {
    const environment = await this.#getSettled(id);
    const target = await findTarget(this.#store, caller, environment, {
      ...options,
      revision: request.revision,
    });
    const plan = planUpgrade(environment, target, request);
    const { parameters, addOns, render } = plan;
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
      ],
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
    await this.#requirePicks(caller, id, request, options);
    const accepted = await this.#store.transaction(async tx => {
      const environment = await lockSettled(tx, id);
      return this.acceptUpgrade(tx, caller, environment, request, options);
    });
    return this.#answer(accepted);
  }

  /**
   * The same within the transaction of somebody who does more than that.
   *
   * @param environment - locked there, and settled
   */
  async acceptUpgrade(
    tx: Transaction,
    author: ChangeAuthor & Pick<Caller, 'ownership'>,
    environment: EnvironmentRow,
    request: UpgradeRequest,
    options: UpgradeOptions & { rolloutId?: string } = {},
  ): Promise<{ environment: EnvironmentRow; operation: OperationRow }> {
    const target = await findTarget(tx, author, environment, {
      ...options,
      revision: request.revision,
    });
    const [forbidden] = whatForbids(environment, target.haltReason);
    if (forbidden) throw new ConflictError(forbidden);
    const { problems, render } = planUpgrade(environment, target, request);
    if (!render) throw new ProblemsError(problems);
    requireAgreement('upgrade', environment, render, request.agreement);
    const { title, isDraft } = target;
    return acceptChange(tx, author, environment, {
      kind: 'upgrade',
      render: { ...render, title, isDraft },
      rolloutId: options.rolloutId,
      parameters: {
        from: environment.revision,
        to: render.revision,
        agreement: request.agreement,
        parameters: render.parameters,
        addOns: render.addOns,
        ...(request.manifests !== undefined && {
          ownManifests: render.ownManifests.map(
            ({ kind, metadata }) => `${kind} ${metadata.name}`,
          ),
        }),
      },
    });
  }

  async previewRollback(_caller: Caller, id: string): Promise<UpgradePreview> {
    const environment = await this.#getSettled(id);
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
    const accepted = await this.#store.transaction(async tx => {
      const environment = await lockSettled(tx, id);
      const render = requireEarlier(
        environment,
        await tx.environmentRenders.latestOf(id),
      );
      requireAgreement('rollback', environment, render, request.agreement);
      const problems = checkFrozen(render);
      if (problems.length > 0) throw new ProblemsError(problems);
      const { title, isDraft } = (await tx.upgradeTargets.get(
        environment.templateRef,
        render.revision,
      ))!;
      return acceptChange(tx, caller, environment, {
        kind: 'rollback',
        render: { ...render, title, isDraft },
        parameters: {
          from: environment.revision,
          to: render.revision,
          agreement: request.agreement,
        },
      });
    });
    return this.#answer(accepted);
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
  ): Promise<void> {
    const environment = await this.#getSettled(id);
    const target = await findTarget(this.#store, caller, environment, {
      ...options,
      revision: request.revision,
    });
    const plan = planUpgrade(environment, target, request);
    const problems = await this.#checkPicks(caller, environment, target, plan);
    if (problems.length > 0) throw new ProblemsError(problems);
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

  async #answer(accepted: {
    environment: EnvironmentRow;
    operation: OperationRow;
  }): Promise<AcceptedOperation> {
    return {
      environment: await this.#views.one(accepted.environment),
      operation: toOperation(accepted.operation),
    };
  }

  async #getSettled(id: string): Promise<EnvironmentRow> {
    const environment = await this.#store.environments.get(id);
    if (!environment) throw notFound(id);
    requireSettled(environment);
    return environment;
  }
}

async function lockSettled(
  tx: Transaction,
  id: string,
): Promise<EnvironmentRow> {
  const environment = await tx.environments.lock(id);
  if (!environment) throw notFound(id);
  requireSettled(environment);
  return environment;
}

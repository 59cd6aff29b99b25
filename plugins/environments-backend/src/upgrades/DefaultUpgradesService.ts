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
import { canonicalBytes } from '../audit/canonical';
import { Clusters } from '../clusters/Clusters';
import { LeaseTerms } from '../domain/lease';
import { EnvironmentRender } from '../database/EnvironmentRendersTable';
import { Store, Transaction } from '../database/Store';
import { UpgradeTarget } from '../database/UpgradeTargetsTable';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { judgeChange } from '../policies/judgeChange';
import { Policies } from '../policies/Policies';
import { Caller } from '../service/Caller';
import { EnvironmentViews } from '../service/EnvironmentViews';
import { Once } from '../service/Once';
import { ProblemsError } from '../service/ProblemsError';
import { answeredByCluster } from '../service/answeredByCluster';
import { notFound } from '../service/notFound';
import { UpgradeOptions, UpgradesService } from './UpgradesService';
import { Author } from '../lifecycle/acceptOperation';
import { requirePossible } from '../lifecycle/requirePossible';
import { acceptChange } from './acceptChange';
import { agreementOf } from './agreementOf';
import { checkNewPicks } from './checkNewPicks';
import { compareWithCluster } from './compareWithCluster';
import { findTarget } from './findTarget';
import { holdEnvironment, releaseEnvironment } from './holds';
import { objectsToPrune } from './objectsToPrune';
import { UpgradePlan, planUpgrade } from './planUpgrade';
import { requireAgreement } from './requireAgreement';
import { checkFrozen, requireEarlier } from './requireEarlier';

import { whatForbids } from './whatForbids';

/** Does what is asked. It trusts that the caller may. */
export class DefaultUpgradesService implements UpgradesService {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #catalog: CatalogService;
  readonly #views: EnvironmentViews;
  readonly #once: Once;
  readonly #policies?: Policies;

  static create(options: {
    store: Store;
    clusters: Clusters;
    leaseTerms?: LeaseTerms;
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
        ...(await this.#judge(caller, environment, target, plan)),
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
    const asked = { action: 'environment.upgrade', id, ...request };
    return this.#once.answerIfKeyed(caller, asked, {
      prepare: () => this.#requirePicks(caller, id, request, options),
      work: async tx => {
        const environment = await lockFor('upgrade', tx, id);
        return this.acceptUpgrade(tx, caller, environment, request, options);
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
  ): Promise<void> {
    const environment = await this.#getFor('upgrade', id);
    const target = await findTarget(this.#store, caller, environment, {
      ...options,
      revision: request.revision,
    });
    const plan = planUpgrade(environment, target, request);
    const problems = [
      ...(await this.#checkPicks(caller, environment, target, plan)),
      ...(await this.#judge(caller, environment, target, plan)),
    ];
    if (problems.length > 0) throw new ProblemsError(problems);
  }

  /** A new revision alone is what ops want, and nobody's new choice. */
  async #judge(
    { actor }: Partial<Pick<Caller, 'actor'>>,
    environment: EnvironmentRow,
    target: UpgradeTarget,
    plan: UpgradePlan,
  ): Promise<Problem[]> {
    if (!this.#policies || !actor || !plan.render) return [];
    const asIs = planUpgrade(environment, target, {});
    if (choicesOf(plan) === choicesOf(asIs)) return [];
    const { template, revision } = target;
    const { parameters, addOns } = plan;
    return judgeChange(
      this.#policies,
      this.#store.places,
      { actor },
      environment,
      {
        template,
        revision,
        parameters,
        addOns,
        owner: environment.ownerRef,
        path: '/parameters',
      },
    );
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

/** As text, to be compared. */
function choicesOf({ parameters, addOns, render }: UpgradePlan): string {
  return canonicalBytes({
    parameters,
    addOns: [...addOns].sort(),
    own: render?.ownManifests ?? [],
  }).toString();
}

async function lockFor(
  kind: 'upgrade' | 'rollback',
  tx: Transaction,
  id: string,
): Promise<EnvironmentRow> {
  const environment = await tx.environments.lock(id);
  if (!environment) throw notFound(id);
  requirePossible(kind, environment);
  return environment;
}

async function rollBack(
  tx: Transaction,
  caller: Caller,
  id: string,
  { agreement }: RollbackRequest,
) {
  const environment = await lockFor('rollback', tx, id);
  const render = requireEarlier(
    environment,
    await tx.environmentRenders.latestOf(id),
  );
  requireAgreement('rollback', environment, render, agreement);
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
      agreement,
    },
  });
}

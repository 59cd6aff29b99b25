import { NotAllowedError, isError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuditStage,
  Problem,
  WorkbenchCheck,
  WorkbenchDryRun,
  WorkbenchRequest,
  templateManagePermission,
} from '@sandlot/plugin-environments-common';
import { sampleParameters } from '@sandlot/plugin-environments-node';
import { Cluster } from '../clusters/Cluster';
import { ClusterError } from '../clusters/ClusterError';
import { Clusters } from '../clusters/Clusters';
import { WORKBENCH_NAMESPACE } from '../clusters/workbenchNamespace';
import { Store } from '../database/Store';
import { answeredByCluster } from '../service/answeredByCluster';
import { Authorizer } from '../service/Authorizer';
import { Caller } from '../service/Caller';
import { Gatekeeper } from '../service/Gatekeeper';
import { previewEnvironment } from '../service/previewEnvironment';
import { CurrentTemplate, TemplateSource } from '../service/TemplateSource';
import { basisOfTester, isTesterOf } from './admission';
import { checkPicks } from './checkPicks';
import { compareTemplates } from './compareTemplates';
import { BACK_TO_DRAFT } from './decideDelivery';
import { dryRunObjects } from './dryRunObjects';
import { findImpact } from './findImpact';
import { Draft, readDraft } from './readDraft';
import { renderRequest } from './renderRequest';
import { targetOf } from './targetOf';
import { TemplateRegistrar } from './TemplateRegistrar';
import { toDetail } from './toDetail';

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** Who asks, and the text that they brought. */
interface Visit {
  draft: Draft;
  /** What the catalog has under that name, or had last. */
  known?: CurrentTemplate;
  isOps: boolean;
  authorization: NonNullable<Caller['authorization']>;
}

/** Says what a template that is not published would be. */
export class Workbench {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #catalog: CatalogService;
  readonly #templates: TemplateSource;
  readonly #registrar: TemplateRegistrar;
  readonly #authorizer: Authorizer;
  readonly #gatekeeper: Gatekeeper;

  constructor(options: {
    store: Store;
    clusters: Clusters;
    catalog: CatalogService;
    templates: TemplateSource;
    registrar: TemplateRegistrar;
    authorizer: Authorizer;
    gatekeeper: Gatekeeper;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#catalog = options.catalog;
    this.#templates = options.templates;
    this.#registrar = options.registrar;
    this.#authorizer = options.authorizer;
    this.#gatekeeper = options.gatekeeper;
  }

  /** Stores nothing and asks no cluster. */
  async check(
    caller: Caller,
    request: WorkbenchRequest,
  ): Promise<WorkbenchCheck> {
    const visit = await this.#admit(caller, request, 'template.read');
    const { draft, known, isOps } = visit;
    const { good, problems, warnings } = draft;
    if (!good) return { problems, warnings, impact: [], mayTry: false };
    const current = currentOf(good);
    const [preview, { impact, leftOut }, wasPublished] = await Promise.all([
      this.#preview(caller, current, request),
      // Whose environments there are is not for testers.
      isOps
        ? findImpact(this.#store, good.ref, good.template)
        : { impact: [], leftOut: 0 },
      this.#wasPublished(good.ref),
    ]);
    return {
      problems,
      warnings: [
        ...warnings,
        ...(wasPublished && current.state === 'draft' ? [BACK_TO_DRAFT] : []),
        ...(leftOut > 0
          ? [
              {
                path: '/',
                message: `What it means for environments is shown for the newest ${impact.length}; ${leftOut} older ones are left out`,
              },
            ]
          : []),
      ],
      template: toDetail(current),
      preview,
      ...(known && { comparison: compareTemplates(known, current) }),
      impact,
      mayTry: true,
    };
  }

  /** Asks a cluster about each object, and records that. */
  async dryRun(
    caller: Caller,
    request: WorkbenchRequest,
  ): Promise<WorkbenchDryRun> {
    const { draft, authorization } = await this.#admit(
      caller,
      request,
      'template.dryRun',
    );
    const cluster = this.#clusterOf(request);
    const refused = (problems: Problem[]): WorkbenchDryRun => ({
      cluster: cluster.info,
      problems,
      objects: [],
    });
    const { good } = draft;
    if (!good) return refused(draft.problems);
    const { manifests, problems } = renderRequest(
      good.template,
      good.revision,
      {
        ...request,
        ...this.#headOf(caller, request),
        cluster: cluster.info.name,
        namespace: WORKBENCH_NAMESPACE,
        environmentId: NO_ID,
        requestId: NO_ID,
        parameters: request.parameters ?? sampleParameters(good.template) ?? {},
      },
    );
    if (problems.length > 0) return refused(problems);

    const event = {
      action: 'template.dryRun',
      correlationId: caller.correlationId,
      actor: caller.actor,
      source: caller.source,
      authorization,
      target: {
        ...targetOf(good.ref),
        cluster: cluster.info.name,
        namespace: WORKBENCH_NAMESPACE,
      },
      template: { ref: good.ref, revision: good.revision },
    } as const;
    const record = (stage: AuditStage, reason?: string) =>
      this.#store.transaction(tx => tx.record({ ...event, stage, reason }));
    await record('attempt');
    const answers = await dryRunObjects(cluster, manifests).catch(
      async error => {
        await record(
          ClusterError.isUnanswered(error) ? 'unknown' : 'failed',
          isError(error) ? error.message : String(error),
        );
        return answeredByCluster<never>(Promise.reject(error));
      },
    );
    const taken = answers.objects.filter(({ accepted }) => accepted);
    await record(
      'succeeded',
      `The cluster would take ${taken.length} of ${answers.objects.length} objects; nothing was made`,
    );
    return { cluster: cluster.info, ...answers };
  }

  /** Ops, and testers of what the catalog has under the name that the text bears. */
  async #admit(
    caller: Caller,
    { source }: WorkbenchRequest,
    action: 'template.read' | 'template.dryRun',
  ): Promise<Visit> {
    await this.#registrar.ready();
    const authorization = await this.#authorizer.decideBasic(
      caller,
      templateManagePermission,
    );
    const isOps = authorization.decision === 'ALLOW';
    const { ref, check } = readDraft(source);
    const known = ref && (await this.#templates.findStored(ref));
    const tested = known && isTesterOf(known, caller) ? known : undefined;
    if (!isOps && !tested) {
      const reason =
        'The workbench is for ops, and for those whom the template in the catalog names as testers';
      await this.#gatekeeper.recordDenial(caller, {
        action,
        authorization,
        target: ref ? targetOf(ref) : {},
        template: ref ? { ref } : undefined,
        reason,
      });
      throw new NotAllowedError(reason);
    }
    return {
      draft: check(this.#registrar.findModule),
      known: known || undefined,
      isOps,
      authorization:
        isOps || !tested
          ? authorization
          : {
              ...authorization,
              decision: 'ALLOW',
              basis: `${authorization.basis}, but ${basisOfTester(tested)}`,
            },
    };
  }

  #preview(
    caller: Caller,
    current: CurrentTemplate,
    request: WorkbenchRequest,
  ) {
    const { template } = current;
    return previewEnvironment(
      current,
      {
        ...request,
        ...this.#headOf(caller, request),
        parameters: request.parameters ?? sampleParameters(template) ?? {},
      },
      {
        // Of the template it says what it makes, and not whether there is room now.
        outlook: {
          cluster: this.#clusterOf(request).info,
          waits: false,
          limits: [],
          problems: [],
        },
        isOwner: true,
        isNameTaken: false,
        now: new Date(),
        checkPicks: ({ parameters, hidden }) =>
          request.parameters
            ? checkPicks(template, parameters, hidden, {
                catalog: this.#catalog,
                clusters: this.#clusters,
                credentials: caller.credentials,
              })
            : // Of examples nobody expects that there is what they name.
              Promise.resolve([]),
      },
    );
  }

  async #wasPublished(ref: string): Promise<boolean> {
    const [offer] = await this.#store.templates.findOffers([ref]);
    return offer?.wasPublished === true;
  }

  #headOf(caller: Caller, { name, owner }: WorkbenchRequest) {
    return { name: name || 'example', owner: owner || caller.actor.ref };
  }

  #clusterOf({ cluster }: WorkbenchRequest): Cluster {
    return cluster ? this.#clusters.get(cluster) : this.#clusters.default;
  }
}

function currentOf(good: NonNullable<Draft['good']>): CurrentTemplate {
  return { ...good, state: good.template.spec.lifecycle ?? 'published' };
}

import { ConflictError } from '@backstage/errors';
import {
  AcceptedOperation,
  CreateEnvironmentRequest,
  WorkbenchTryRequest,
} from '@sandlot/plugin-environments-common';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { v7 as uuidv7 } from 'uuid';
import { Clusters } from '../clusters/Clusters';
import { validateParameters } from '@sandlot/plugin-environments-node';
import {
  ApprovalTerms,
  DEFAULT_APPROVAL_TERMS,
} from '../approvals/approvalTerms';
import { Judgement } from '../policies/judgeRequest';
import { leaseUnder } from '../policies/leaseUnder';
import { Policies } from '../policies/Policies';
import { requireNoRefusal } from '../policies/PolicyRefusal';
import { Store } from '../database/Store';
import { isUniqueViolation } from '../database/isUniqueViolation';
import { isDatabaseAway } from '../database/unreachable';
import { Limits } from '../limits/Limits';
import { recordLimitReached } from '../limits/recordLimitReached';
import { claimWarm } from '../pool/claimWarm';
import { checkPicks } from '../templates/checkPicks';
import { renderRequest } from '../templates/renderRequest';
import { TemplateUse, UsableTemplate } from '../templates/TemplateUse';
import { Caller } from './Caller';
import { CreationOrigin } from './EnvironmentsService';
import { EnvironmentViews } from './EnvironmentViews';
import { IdempotentRequest, Once, takeKey } from './Once';
import { ProblemsError } from './ProblemsError';
import { Turns } from './Turns';
import { insertEnvironment } from './insertEnvironment';
import { namespaceFor, newSuffix } from './namespaceFor';

type Request = Omit<CreateEnvironmentRequest, 'template' | 'revision'> & {
  /** Id of the environment whose choices it copies. */
  clonedFrom?: string;
};

/** They wait for each other at the limits; more would only hold connections meanwhile. */
const ADMITTED_AT_A_TIME = 8;
/** So that nobody waits at the limit of another team. */
const ADMITTED_OF_AN_OWNER = 2;

/** Takes requests for environments: everything that is written is written at once. */
export class EnvironmentRequests {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #catalog: CatalogService;
  readonly #limits: Limits;
  readonly #uses: TemplateUse;
  readonly #views: EnvironmentViews;
  readonly #once: Once;
  readonly #policies: Policies;
  readonly #terms: ApprovalTerms;
  readonly #turns = new Turns({
    atATime: ADMITTED_AT_A_TIME,
    ofEach: ADMITTED_OF_AN_OWNER,
    concernsAll: isDatabaseAway,
  });

  constructor(options: {
    policies: Policies;
    approvalTerms?: ApprovalTerms;
    store: Store;
    clusters: Clusters;
    catalog: CatalogService;
    limits: Limits;
    uses: TemplateUse;
    views: EnvironmentViews;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#catalog = options.catalog;
    this.#limits = options.limits;
    this.#uses = options.uses;
    this.#views = options.views;
    this.#once = new Once(options);
    this.#policies = options.policies;
    this.#terms = options.approvalTerms ?? DEFAULT_APPROVAL_TERMS;
  }

  /** Requests in line of this backend, for their turn at the limits. */
  get waiting(): number {
    return this.#turns.waiting;
  }

  create(
    caller: Caller,
    request: CreateEnvironmentRequest,
    idempotencyKey: string,
    origin?: CreationOrigin,
  ): Promise<AcceptedOperation> {
    const { template, revision, ...rest } = request;
    const { clonedFrom, asked = request } = origin ?? {};
    return this.#once.answer(caller, asked, idempotencyKey, idempotency =>
      this.#accept(caller, { ...rest, clonedFrom }, idempotency, () =>
        this.#uses.ofCatalog(caller, { template, revision, ...rest }),
      ),
    );
  }

  /** Makes a real environment of a draft that the catalog does not have. */
  tryDraft(
    caller: Caller,
    request: WorkbenchTryRequest,
    idempotencyKey: string,
  ): Promise<AcceptedOperation> {
    const { source, ...rest } = request;
    return this.#once.answer(caller, request, idempotencyKey, idempotency =>
      this.#accept(caller, rest, idempotency, () =>
        this.#uses.ofDraft(caller, request),
      ),
    );
  }

  async #accept(
    caller: Caller,
    request: Request,
    idempotency: IdempotentRequest,
    findTemplate: () => Promise<UsableTemplate>,
  ): Promise<AcceptedOperation | undefined> {
    const usable = await findTemplate();
    const { ref, title, template, revision } = usable.current;
    const wanted = {
      owner: request.owner,
      template: { ref, title, spec: template.spec },
      cluster: request.cluster,
    };
    const guess = await this.#limits.guess(this.#store.places, wanted);
    const ids = { environment: uuidv7(), operation: uuidv7() };
    const namespace = namespaceFor(request.name, newSuffix());
    const checked = validateParameters(template, request.parameters);
    // With faults in the parameters it ends before anything is made of what the policies say.
    const judgeFor = await this.#policies.consult(this.#store.places, {
      current: usable.current,
      requester: caller.actor,
      owner: request.owner,
      name: request.name,
      checked,
      addOns: request.addOns,
    });
    const renderFor = (cluster: string, judgement: Judgement | undefined) =>
      renderRequest(template, revision, {
        ...request,
        addOns: judgement?.addOns ?? request.addOns,
        cluster,
        requestId: ids.operation,
        environmentId: ids.environment,
        namespace,
      });
    const guessed = judgeFor?.(guess.name);
    const rendered = renderFor(guess.name, guessed);
    const problems =
      rendered.problems.length > 0
        ? rendered.problems
        : await checkPicks(template, rendered.parameters, rendered.hidden, {
            catalog: this.#catalog,
            credentials: caller.credentials,
            clusters: this.#clusters,
          });
    if (problems.length > 0) throw new ProblemsError(problems);

    const admit = () =>
      this.#store.transaction(async tx => {
        if (!(await takeKey(tx, caller, idempotency, ids.operation))) {
          return undefined;
        }
        if (await tx.environments.findLiveByName(request.owner, request.name)) {
          throw nameTaken(request);
        }
        await this.#uses.holdInTransaction(tx, usable, caller);
        const now = await tx.now();
        const leaseBy = (judgement: Judgement) => {
          const lease = leaseUnder(judgement, now, request.expiresAt);
          if (typeof lease === 'string') {
            throw new ProblemsError([{ path: '/expiresAt', message: lease }]);
          }
          return lease;
        };
        const first = guessed!;
        requireNoRefusal(first);
        const firstLease = leaseBy(first);
        await this.#limits.requireRoom(tx, wanted);
        const warm =
          rendered.ownManifests.length > 0 ||
          usable.isDraft ||
          first.verdict.approvals.length > 0
            ? undefined
            : await claimWarm(
                tx,
                { ...caller, policies: first.results },
                {
                  name: request.name,
                  owner: request.owner,
                  templateRef: usable.current.ref,
                  choices: {
                    revision,
                    cluster: guess.name,
                    parameters: rendered.parameters,
                    addOns: rendered.addOns,
                  },
                  lease: firstLease,
                  operationId: ids.operation,
                },
              );
        if (warm) return warm;
        const { cluster, waits } = await this.#limits.place(tx, wanted);
        const isElsewhere = cluster.name !== guess.name;
        const judgement = isElsewhere ? judgeFor!(cluster.name) : first;
        requireNoRefusal(judgement);
        const made = isElsewhere
          ? renderFor(cluster.name, judgement)
          : rendered;
        if (made.problems.length > 0) throw new ProblemsError(made.problems);
        return insertEnvironment(tx, {
          caller: { ...caller, policies: judgement.results },
          approvals: {
            requirements: judgement.verdict.approvals,
            expireAfterSeconds: this.#terms.expireAfterSeconds,
          },
          request,
          ids,
          usable,
          rendered: made,
          cluster: cluster.name,
          waitsFor: waits ? cluster.title : undefined,
          lease: isElsewhere ? leaseBy(judgement) : firstLease,
          clonedFrom: request.clonedFrom,
        });
      });
    const denial = {
      action: 'environment.create',
      target: { cluster: request.cluster, name: request.name },
      template: { ref, revision },
      parameters: { owner: request.owner },
    } as const;
    try {
      const accepted = await this.#turns.take(request.owner, () =>
        recordLimitReached(this.#store, caller, denial, admit),
      );
      return accepted && (await this.#views.accepted(accepted));
    } catch (error) {
      if (isUniqueViolation(error, 'environments_live_name')) {
        throw nameTaken(request);
      }
      throw error;
    }
  }
}

function nameTaken({ owner, name }: { owner: string; name: string }) {
  return new ConflictError(
    `request/body/name: ${owner} has an environment ${name} already: choose another name, or delete that one first`,
  );
}

import { AuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AcceptedOperation,
  CloneRequest,
  Environment,
  HibernationPlan,
  OperationRequest,
  TransferPreview,
  TransferPreviewRequest,
} from '@sandlot/plugin-environments-common';
import { v7 as uuidv7 } from 'uuid';
import { AccessRevoker } from '../access/AccessRevoker';
import { ChangeMaker } from '../approvals/ChangeMaker';
import {
  ApprovalTerms,
  DEFAULT_APPROVAL_TERMS,
} from '../approvals/approvalTerms';
import { Clusters } from '../clusters/Clusters';
import { Store, Transaction } from '../database/Store';
import { EnvironmentRow, StoredChange } from '../database/rows';
import { DEFAULT_LEASE_TERMS, LeaseTerms } from '../domain/lease';
import { Limits } from '../limits/Limits';
import { recordLimitReached } from '../limits/recordLimitReached';
import {
  JudgedChange,
  UNJUDGED,
  requireNoProblems,
} from '../policies/judgeChange';
import { judgeTransfer } from '../policies/judgeTransfer';
import { Policies } from '../policies/Policies';
import { Caller } from '../service/Caller';
import { EnvironmentViews } from '../service/EnvironmentViews';
import { EnvironmentsService } from '../service/EnvironmentsService';
import { Once, takeKey } from '../service/Once';
import { lockPermitted } from '../service/lockPermitted';
import { notFound } from '../service/notFound';
import { LifecycleService } from './LifecycleService';
import { cancelOperation } from './cancel';
import { endLegalHold, holdLegally } from './legalHold';
import { planHibernation } from './planHibernation';
import { requestHandlers } from './requests';
import { RequestContext, Requester } from './requests/RequestHandler';
import { requireFields } from './requests/requireFields';
import { requireOwner } from './requests/transfer';
import { isPrincipal } from './isPrincipal';
import { requirePossible } from './requirePossible';

/** Does what is asked. It trusts that the caller may. */
export class DefaultLifecycleService implements LifecycleService, ChangeMaker {
  readonly #store: Store;
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  readonly #environments: EnvironmentsService;
  readonly #terms: LeaseTerms;
  readonly #approvalTerms: ApprovalTerms;
  readonly #limits: Limits;
  readonly #views: EnvironmentViews;
  readonly #once: Once;
  readonly #policies?: Policies;
  readonly #revoker: AccessRevoker;

  static create(options: {
    store: Store;
    clusters: Clusters;
    catalog: CatalogService;
    auth: AuthService;
    /** Which decides about what is created. */
    environments: EnvironmentsService;
    leaseTerms?: LeaseTerms;
    approvalTerms?: ApprovalTerms;
    /** None of the portal's own unless told. */
    limits?: Limits;
    /** None are asked unless told. */
    policies?: Policies;
  }): DefaultLifecycleService {
    return new DefaultLifecycleService(options);
  }

  private constructor(
    options: Parameters<typeof DefaultLifecycleService.create>[0],
  ) {
    this.#store = options.store;
    this.#catalog = options.catalog;
    this.#auth = options.auth;
    this.#environments = options.environments;
    this.#policies = options.policies;
    this.#revoker = new AccessRevoker(options);
    this.#terms = options.leaseTerms ?? DEFAULT_LEASE_TERMS;
    this.#approvalTerms = options.approvalTerms ?? DEFAULT_APPROVAL_TERMS;
    this.#limits = options.limits ?? Limits.none(options.clusters);
    this.#views = new EnvironmentViews(options);
    this.#once = new Once({ store: options.store, views: this.#views });
  }

  request(
    caller: Caller,
    id: string,
    request: OperationRequest,
    idempotencyKey: string,
  ): Promise<AcceptedOperation> {
    return this.#once.answer(
      caller,
      { id, ...request },
      idempotencyKey,
      async idempotent => {
        requireFields(request);
        const judged = requireNoProblems(
          await this.#judge(caller, id, request),
        );
        const accept = () =>
          this.#store.transaction(async tx => {
            const operationId = uuidv7();
            if (!(await takeKey(tx, caller, idempotent, operationId))) {
              return undefined;
            }
            const environment = await lockPermitted(tx, caller, id);
            requirePossible(request.kind, environment);
            return requestHandlers[request.kind](
              tx,
              { ...caller, ...policiesOf(judged) },
              environment,
              request,
              await this.#contextOf(tx, operationId, judged),
            );
          });
        const denial = {
          action: `environment.${request.kind}`,
          environmentId: id,
          target: {},
          parameters: { owner: request.owner },
        } as const;
        const accepted = await recordLimitReached(
          this.#store,
          caller,
          denial,
          accept,
        );
        // Those whom it shuts out are out when it is answered.
        if (['transfer', 'removeMember'].includes(request.kind)) {
          await this.#revoker.run(id);
        }
        return accepted && this.#views.accepted(accepted);
      },
    );
  }

  async previewTransfer(
    caller: Caller,
    id: string,
    { owner }: TransferPreviewRequest,
  ): Promise<TransferPreview> {
    const environment = await this.#get(id);
    requirePossible('transfer', environment);
    const to = requireOwner(environment, owner);
    const { problems, requirements } = await this.#judge(caller, id, {
      kind: 'transfer',
      owner,
    });
    return {
      from: environment.ownerRef,
      to,
      problems,
      ...(requirements.length > 0 && { approvals: requirements }),
    };
  }

  async clone(
    caller: Caller,
    id: string,
    request: CloneRequest,
    idempotencyKey: string,
  ): Promise<AcceptedOperation> {
    // Not what it comes to: the template may have another revision the next time.
    const asked = { action: 'environment.clone', id, ...request };
    const earlier = await this.#once.find(caller, asked, idempotencyKey);
    if (earlier) return earlier;
    const { templateRef, parameters, addOns, ownManifests } = await this.#get(
      id,
    );
    const [namespace, name] = templateRef.split(':')[1].split('/');
    const offer = await this.#environments.getTemplate(
      caller,
      `environmenttemplate:${namespace}/${name}`,
    );
    return this.#environments.create(
      caller,
      {
        ...request,
        template: templateRef,
        revision: offer.revision,
        parameters,
        addOns,
        ...(ownManifests.length > 0 && {
          manifests: ownManifests
            .map(one => JSON.stringify(one))
            .join('\n---\n'),
        }),
      },
      idempotencyKey,
      { clonedFrom: id, asked },
    );
  }

  async cancel(
    caller: Caller,
    operationId: string,
    reason?: string,
  ): Promise<AcceptedOperation> {
    const asked = { action: 'environment.cancel', operationId, reason };
    const accepted = await this.#once.answerIfKeyed(caller, asked, {
      work: tx => cancelOperation(tx, caller, operationId, reason),
    });
    // Whoever asked for the deletion shut all out; the namespace, with which their access was to go, stays.
    if (accepted.operation.kind === 'delete') {
      await this.#revoker.run(accepted.environment.id);
    }
    return accepted;
  }

  planHibernation(
    caller: Caller,
    id: string,
    plan: HibernationPlan,
  ): Promise<Environment> {
    return this.#decide(tx => planHibernation(tx, caller, id, plan));
  }

  holdLegally(
    caller: Caller,
    id: string,
    reason: string,
  ): Promise<Environment> {
    return this.#decide(tx => holdLegally(tx, caller, id, reason));
  }

  endLegalHold(
    caller: Caller,
    id: string,
    reason: string,
  ): Promise<Environment> {
    return this.#decide(tx => endLegalHold(tx, caller, id, reason));
  }

  async judge(
    requester: Requester,
    { id }: EnvironmentRow,
    { request }: StoredChange,
  ): Promise<JudgedChange> {
    return requireNoProblems(
      await this.#judge(requester, id, request as OperationRequest),
    );
  }

  async make(...asked: Parameters<ChangeMaker['make']>): Promise<void> {
    const [tx, requester, environment, { id, details }, judged] = asked;
    const request = details.change.request as OperationRequest;
    await requestHandlers[request.kind](
      tx,
      requester,
      environment,
      request,
      await this.#contextOf(tx, id, judged),
    );
  }

  async made(id: string, { request }: StoredChange): Promise<void> {
    if (request.kind === 'transfer') await this.#revoker.run(id);
  }

  async #contextOf(
    tx: Transaction,
    operationId: string,
    { requirements }: JudgedChange,
  ): Promise<RequestContext> {
    return {
      terms: this.#terms,
      limits: this.#limits,
      now: await tx.now(),
      operationId,
      requirements,
      expireAfterSeconds: this.#approvalTerms.expireAfterSeconds,
    };
  }

  /**
   * What the policies say to a new owner. Before the transaction, which is not to wait for the
   * catalog.
   */
  async #judge(
    requester: Requester,
    id: string,
    request: OperationRequest,
  ): Promise<JudgedChange> {
    await this.#requirePrincipals(request);
    const { kind, owner } = request;
    return kind === 'transfer' && owner !== undefined
      ? judgeTransfer(
          this.#policies,
          this.#store,
          requester,
          await this.#get(id),
          owner,
        )
      : UNJUDGED;
  }

  /** For the same reason. */
  async #requirePrincipals({ kind, owner, member }: OperationRequest) {
    const named = kind === 'transfer' ? owner : member;
    if (named === undefined || !['transfer', 'addMember'].includes(kind))
      return;
    const place = kind === 'transfer' ? 'owner' : 'member';
    if (!(await isPrincipal(this.#catalog, this.#auth, named))) {
      throw new InputError(
        `request/body/${place}: the catalog has no user or group ${named}`,
      );
    }
  }

  async #decide(
    work: (tx: Transaction) => Promise<EnvironmentRow>,
  ): Promise<Environment> {
    return this.#views.one(await this.#store.transaction(work));
  }

  async #get(id: string): Promise<EnvironmentRow> {
    const environment = await this.#store.environments.get(id);
    if (!environment) throw notFound(id);
    return environment;
  }
}

/** As a record has them. */
function policiesOf({ results }: JudgedChange): Pick<Caller, 'policies'> {
  return results.length > 0 ? { policies: results } : {};
}

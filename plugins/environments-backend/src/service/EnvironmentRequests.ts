import { ConflictError } from '@backstage/errors';
import {
  AcceptedOperation,
  CreateEnvironmentRequest,
  WorkbenchTryRequest,
} from '@sandlot/plugin-environments-common';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { v7 as uuidv7 } from 'uuid';
import { canonicalBytes, formatDigest, sha256 } from '../audit/canonical';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { checkPicks } from '../templates/checkPicks';
import { renderRequest } from '../templates/renderRequest';
import { TemplateUse, UsableTemplate } from '../templates/TemplateUse';
import { Caller } from './Caller';
import { EnvironmentViews } from './EnvironmentViews';
import { ProblemsError } from './ProblemsError';
import { insertEnvironment } from './insertEnvironment';
import { namespaceFor, newSuffix } from './namespaceFor';
import { toOperation } from './toApi';

type Request = Omit<CreateEnvironmentRequest, 'template' | 'revision'>;

/** Takes requests for environments: everything that is written is written at once. */
export class EnvironmentRequests {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #catalog: CatalogService;
  readonly #uses: TemplateUse;
  readonly #views: EnvironmentViews;

  constructor(options: {
    store: Store;
    clusters: Clusters;
    catalog: CatalogService;
    uses: TemplateUse;
    views: EnvironmentViews;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#catalog = options.catalog;
    this.#uses = options.uses;
    this.#views = options.views;
  }

  create(
    caller: Caller,
    request: CreateEnvironmentRequest,
    idempotencyKey: string,
  ): Promise<AcceptedOperation> {
    const { template, revision, ...rest } = request;
    return this.#once(caller, request, idempotencyKey, async digest =>
      this.#accept(caller, rest, { key: idempotencyKey, digest }, () =>
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
    return this.#once(caller, request, idempotencyKey, async digest =>
      this.#accept(caller, rest, { key: idempotencyKey, digest }, () =>
        this.#uses.ofDraft(caller, request),
      ),
    );
  }

  async #accept(
    caller: Caller,
    request: Request,
    idempotency: { key: string; digest: string },
    findTemplate: () => Promise<UsableTemplate>,
  ): Promise<AcceptedOperation | undefined> {
    const usable = await findTemplate();
    const cluster = this.#clusters.get(
      request.cluster ?? this.#clusters.default.info.name,
    );
    const ids = { environment: uuidv7(), operation: uuidv7() };
    const { template, revision } = usable.current;
    const rendered = renderRequest(template, revision, {
      ...request,
      cluster: cluster.info.name,
      requestId: ids.operation,
      environmentId: ids.environment,
      namespace: namespaceFor(request.name, newSuffix()),
    });
    const problems =
      rendered.problems.length > 0
        ? rendered.problems
        : await checkPicks(template, rendered.parameters, rendered.hidden, {
            catalog: this.#catalog,
            credentials: caller.credentials,
            clusters: this.#clusters,
          });
    if (problems.length > 0) throw new ProblemsError(problems);

    try {
      const accepted = await this.#store.transaction(async tx => {
        const isNew = await tx.idempotencyKeys.insertIfNew({
          actorRef: caller.actor.ref,
          key: idempotency.key,
          requestDigest: idempotency.digest,
          operationId: ids.operation,
        });
        if (!isNew) return undefined;
        if (await tx.environments.findLiveByName(request.owner, request.name)) {
          throw nameTaken(request);
        }
        await this.#uses.holdInTransaction(tx, usable, caller);
        return insertEnvironment(tx, {
          caller,
          request,
          ids,
          usable,
          rendered,
          cluster: cluster.info.name,
        });
      });
      return (
        accepted && {
          environment: await this.#views.one(accepted.environment),
          operation: toOperation(accepted.operation),
        }
      );
    } catch (error) {
      if (isUniqueViolation(error, 'environments_live_name')) {
        throw nameTaken(request);
      }
      throw error;
    }
  }

  /** Does the work unless the same key was answered before, or just now. */
  async #once(
    caller: Caller,
    request: object,
    key: string,
    accept: (requestDigest: string) => Promise<AcceptedOperation | undefined>,
  ): Promise<AcceptedOperation> {
    const digest = formatDigest(sha256(canonicalBytes(request)));
    return (
      (await this.#findEarlier(caller, key, digest)) ??
      (await accept(digest)) ??
      // Lost the race for the key: the other request's answer is ours.
      (await this.#findEarlier(caller, key, digest))!
    );
  }

  /** What the same key was answered with before. */
  async #findEarlier(
    caller: Caller,
    key: string,
    requestDigest: string,
  ): Promise<AcceptedOperation | undefined> {
    const earlier = await this.#store.idempotencyKeys.get(
      caller.actor.ref,
      key,
    );
    if (!earlier) return undefined;
    if (earlier.requestDigest !== requestDigest) {
      throw new ConflictError(
        'request/headers/idempotency-key was used before with another request: use a new key for a new request',
      );
    }
    const operation = await this.#store.operations.get(earlier.operationId);
    const environment = await this.#store.environments.get(
      operation!.environmentId,
    );
    return {
      environment: await this.#views.one(environment!),
      operation: toOperation(operation!),
    };
  }
}

function nameTaken({ owner, name }: { owner: string; name: string }) {
  return new ConflictError(
    `request/body/name: ${owner} has an environment ${name} already: choose another name, or delete that one first`,
  );
}

function isUniqueViolation(error: unknown, constraint: string): boolean {
  const { code, constraint: violated } = error as {
    code?: string;
    constraint?: string;
  };
  return code === '23505' && violated === constraint;
}

import { randomInt } from 'node:crypto';
import { ConflictError, InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  AcceptedOperation,
  CreateEnvironmentRequest,
} from '@sandlot/plugin-environments-common';
import {
  KubernetesObject,
  TemplateError,
  renderTemplate,
  validateParameters,
} from '@sandlot/plugin-environments-node';
import { v7 as uuidv7 } from 'uuid';
import { AuditEvent } from '../audit/AuditEvent';
import { canonicalBytes, formatDigest, sha256 } from '../audit/canonical';
import { Cluster } from '../clusters/Cluster';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { withCondition } from '../domain/conditions';
import { planStages } from '../domain/stages';
import { Caller } from './Caller';
import { ProblemsError } from './ProblemsError';
import {
  CurrentTemplate,
  TemplateSource,
  requireTemplate,
} from './TemplateSource';
import { EnvironmentViews } from './EnvironmentViews';
import { toOperation } from './toApi';

/** No vowels and nothing that reads like another: no words, no doubt. */
const SUFFIX_ALPHABET = 'bcdfghjkmnpqrstvwxz2456789';

/** A record takes 64 KiB at most, and holds them. */
const LARGEST_PARAMETERS = 32 * 1024;

/** Takes requests for environments: everything that is written is written at once. */
export class EnvironmentRequests {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #templates: TemplateSource;
  readonly #views: EnvironmentViews;

  constructor(options: {
    store: Store;
    clusters: Clusters;
    templates: TemplateSource;
    views: EnvironmentViews;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#templates = options.templates;
    this.#views = options.views;
  }

  async create(
    caller: Caller,
    request: CreateEnvironmentRequest,
    idempotencyKey: string,
  ): Promise<AcceptedOperation> {
    const requestDigest = formatDigest(sha256(canonicalBytes(request)));
    const earlier = await this.#findEarlier(
      caller,
      idempotencyKey,
      requestDigest,
    );
    if (earlier) return earlier;

    const current = await requireTemplate(
      this.#templates,
      caller.credentials,
      request.template,
    );
    if (current.revision !== request.revision) {
      throw new ConflictError(
        `Template ${current.title} has changed since you looked at it: look at what it makes now, then ask again`,
      );
    }
    const cluster = this.#clusters.get(
      request.cluster ?? this.#clusters.default.info.name,
    );
    const ids = { environment: uuidv7(), operation: uuidv7() };
    const { parameters, manifests } = render(
      current,
      {
        ...request,
        requestId: ids.operation,
        environmentId: ids.environment,
        namespace: namespaceFor(request.name, newSuffix()),
      },
      cluster,
    );

    try {
      const accepted = await this.#store.transaction(async tx => {
        const isNew = await tx.idempotencyKeys.insertIfNew({
          actorRef: caller.actor.ref,
          key: idempotencyKey,
          requestDigest,
          operationId: ids.operation,
        });
        if (!isNew) return undefined;
        if (await tx.environments.findLiveByName(request.owner, request.name)) {
          throw nameTaken(request);
        }
        await tx.templateRevisions.add({
          digest: current.revision,
          templateRef: current.ref,
          title: current.title,
          content: current.template as unknown as JsonObject,
          sourceLocation: current.sourceLocation,
          kind: 'template',
          origin: 'catalog',
        });
        const environment = await tx.environments.insert({
          id: ids.environment,
          name: request.name,
          ownerRef: request.owner,
          createdBy: caller.actor.ref,
          templateRef: current.ref,
          templateTitle: current.title,
          revision: current.revision,
          cluster: cluster.info.name,
          namespace: manifests[0].metadata.name,
          phase: 'Provisioning',
          conditions: withCondition(
            [],
            {
              type: 'Ready',
              status: 'False',
              reason: 'Provisioning',
              message: 'It is being made',
            },
            new Date(),
          ),
          parameters,
          addOns: [],
          ownManifests: [],
          manifests,
          checks: [],
          draft: false,
          operationId: ids.operation,
        });
        const operation = await tx.operations.insert({
          id: ids.operation,
          environmentId: ids.environment,
          kind: 'create',
          revision: current.revision,
          correlationId: caller.correlationId,
          actor: caller.actor,
          stages: planStages('create', manifests),
        });
        const event: Omit<AuditEvent, 'stage'> = {
          action: 'environment.create',
          correlationId: caller.correlationId,
          actor: caller.actor,
          source: caller.source,
          environmentId: ids.environment,
          operationId: ids.operation,
          target: {
            cluster: cluster.info.name,
            namespace: environment.namespace,
            name: request.name,
          },
          template: { ref: current.ref, revision: current.revision },
        };
        await tx.record(
          { ...event, stage: 'requested', parameters },
          {
            ...event,
            stage: 'authorized',
            authorization: caller.authorization,
          },
        );
        await tx.enqueue(ids.operation);
        tx.changed(ids.environment);
        return { environment, operation };
      });
      // Lost the race for the key: the other request's answer is ours.
      if (!accepted) {
        return (await this.#findEarlier(
          caller,
          idempotencyKey,
          requestDigest,
        ))!;
      }
      return {
        environment: await this.#views.one(accepted.environment),
        operation: toOperation(accepted.operation),
      };
    } catch (error) {
      if (isUniqueViolation(error, 'environments_live_name')) {
        throw nameTaken(request);
      }
      throw error;
    }
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

/**
 * The objects of a new environment.
 *
 * @throws ProblemsError when the parameters don't fit, or make an object that
 * can't be
 */
export function render(
  current: CurrentTemplate,
  request: {
    name: string;
    owner: string;
    parameters: unknown;
    environmentId: string;
    requestId: string;
    namespace: string;
  },
  cluster: Cluster,
): { parameters: JsonObject; manifests: KubernetesObject[] } {
  const { parameters, problems } = validateParameters(
    current.template,
    request.parameters,
  );
  if (problems.length > 0) throw new ProblemsError(problems);
  if (canonicalBytes(parameters).length > LARGEST_PARAMETERS) {
    throw new ProblemsError([
      {
        path: '/parameters',
        message: 'Together they are too large to be recorded',
        expected: `at most ${LARGEST_PARAMETERS} bytes as JSON`,
      },
    ]);
  }
  try {
    const manifests = renderTemplate(current.template, {
      parameters,
      environment: {
        id: request.environmentId,
        name: request.name,
        namespace: request.namespace,
      },
      owner: {
        ref: request.owner,
        name: request.owner.slice(request.owner.indexOf('/') + 1),
      },
      cluster: { name: cluster.info.name },
      revision: current.revision,
      requestId: request.requestId,
    });
    return { parameters, manifests };
  } catch (error) {
    if (error instanceof TemplateError) {
      throw new InputError(
        `request/body/parameters: with these the template makes something that is not allowed: ${error.message}`,
      );
    }
    throw error;
  }
}

/** Unique over the owners by its suffix, and telling nothing about who else took the name. */
export function namespaceFor(name: string, suffix: string): string {
  return `sbx-${name}-${suffix}`;
}

function newSuffix(): string {
  return Array.from(
    { length: 6 },
    () => SUFFIX_ALPHABET[randomInt(SUFFIX_ALPHABET.length)],
  ).join('');
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

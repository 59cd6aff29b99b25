import { AuthService } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { JsonObject } from '@backstage/types';
import {
  PolicySimulation,
  PolicySimulationRequest,
  policyReportPermission,
} from '@sandlot/plugin-environments-common';
import {
  validateAddOns,
  validateParameters,
} from '@sandlot/plugin-environments-node';
import { StandIns } from '../approvals/StandIns';
import { Clusters } from '../clusters/Clusters';
import { Store } from '../database/Store';
import { Limits } from '../limits/Limits';
import { Caller } from '../service/Caller';
import { Gatekeeper } from '../service/Gatekeeper';
import { TemplateSource, requireTemplate } from '../service/TemplateSource';
import { targetOf } from '../templates/targetOf';
import { Judgement } from './judgeRequest';
import { Policies } from './Policies';

/** Says what the policies would say to somebody else's request, and makes nothing. */
export class PolicySimulations {
  readonly #store: Store;
  readonly #limits: Limits;
  readonly #templates: TemplateSource;
  readonly #policies: Policies;
  readonly #people: StandIns;
  readonly #gatekeeper: Gatekeeper;

  constructor(options: {
    store: Store;
    clusters: Clusters;
    limits: Limits;
    templates: TemplateSource;
    policies: Policies;
    catalog: CatalogService;
    auth: AuthService;
    gatekeeper: Gatekeeper;
  }) {
    this.#store = options.store;
    this.#limits = options.limits;
    this.#templates = options.templates;
    this.#policies = options.policies;
    this.#people = new StandIns(options);
    this.#gatekeeper = options.gatekeeper;
  }

  /** @throws NotAllowedError, recorded; InputError when there is no such person or template */
  async simulate(
    caller: Caller,
    request: PolicySimulationRequest,
  ): Promise<PolicySimulation> {
    const permitted = await this.#gatekeeper.permitBasic(
      caller,
      policyReportPermission,
      {
        action: 'policy.simulate',
        reason: 'Only ops and auditors may ask what policies say to others',
      },
    );
    const { template: ref, owner } = request;
    const current = await requireTemplate(this.#templates, caller, ref);
    const { template, title, revision } = current;
    const requester = await this.#readPerson(request.person);
    const checked = validateParameters(template, request.parameters);
    const cluster = await this.#limits.guess(this.#store.places, {
      owner,
      template: { ref: current.ref, title, spec: template.spec },
      cluster: request.cluster,
    });
    const judge = await this.#policies.consult(this.#store.places, {
      current,
      requester,
      owner,
      name: request.name ?? 'name',
      checked,
      addOns: request.addOns,
      ...(request.at && { at: new Date(request.at) }),
    });
    const judgement = judge?.(cluster.name);
    const problems = [
      ...checked.problems,
      ...(judgement
        ? validateAddOns(template, judgement.addOns, checked.parameters)
        : []),
    ];
    const simulation: PolicySimulation = {
      verdict: verdictOf(judgement, problems.length > 0),
      policies: judgement?.results ?? [],
      approvals: judgement?.verdict.approvals ?? [],
      addOns: judgement?.addOns ?? [],
      lease: { maximum: judgement?.lease?.maximum },
      problems: [...problems, ...(judgement?.problems ?? [])],
      facts: (judgement?.context ?? {}) as unknown as JsonObject,
    };
    await this.#store.transaction(tx =>
      tx.record({
        action: 'policy.simulate',
        stage: 'observed',
        correlationId: caller.correlationId,
        actor: caller.actor,
        source: caller.source,
        authorization: permitted.authorization,
        target: targetOf(current.ref),
        template: { ref: current.ref, revision },
        parameters: { person: requester.ref, owner },
        policies: simulation.policies,
        reason: `It came out as ${simulation.verdict}`,
      }),
    );
    return simulation;
  }

  async #readPerson(text: string) {
    const ref = stringifyEntityRef(parseEntityRef(text));
    if (!ref.startsWith('user:') || !(await this.#people.isKnown(ref))) {
      throw new InputError(
        `request/body/person: the catalog has no user ${ref}: expected one of its users`,
      );
    }
    return { ref, groups: await this.#people.groupsOf(ref) };
  }
}

function verdictOf(
  judgement: Judgement | undefined,
  isFaulty: boolean,
): PolicySimulation['verdict'] {
  if (judgement && judgement.problems.length > 0) return 'denied';
  if (!judgement || isFaulty) return 'faulty';
  return judgement.verdict.approvals.length > 0 ? 'needsApproval' : 'allowed';
}

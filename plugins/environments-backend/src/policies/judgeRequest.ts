import { JsonObject } from '@backstage/types';
import { Cluster, Problem } from '@sandlot/plugin-environments-common';
import {
  EnvironmentTemplate,
  PolicyContext,
  PolicyResult,
  PolicyVerdict,
  askPolicies,
  judgePolicies,
  policiesOf,
} from '@sandlot/plugin-environments-node';
import { LeaseOnOffer, durationSeconds } from '../domain/lease';
import { addOnsOnOffer, defaultAddOns } from '../templates/addOns';
import { PolicyRules } from './policiesConfig';

/** What is known of a request before it is judged. */
export interface RequestFacts {
  requester: { ref: string; groups: string[] };
  owner: string;
  /** Of the environment. */
  name: string;
  entity: PolicyContext['entity'];
  at: Date;
  usage: {
    owner: number;
    template: number;
    all: number;
    /** By name. */
    clusters: ReadonlyMap<string, number>;
  };
}

/** What the policies made of a request. */
export interface Judgement {
  results: PolicyResult[];
  verdict: PolicyVerdict;
  /** Those that were chosen, and those that policies force. */
  addOns: string[];
  /** Names of those that policies force. */
  forcedAddOns: string[];
  /** As the template has it, or shorter. */
  lease: LeaseOnOffer | undefined;
  /** Refusals, at the field that they are about. */
  problems: Problem[];
  /** What the policies were given. */
  context: PolicyContext;
}

/**
 * Asks the policies of template, cluster and portal. Pure: all that is known was gathered
 * before.
 *
 * @param choices - parameters without faults, and the add-ons that were chosen; absent: those
 * that are on in a fresh form
 */
export function judgeRequest(
  current: { ref: string; revision: string; template: EnvironmentTemplate },
  choices: { parameters: JsonObject; addOns?: string[] },
  cluster: Pick<Cluster, 'name' | 'labels'>,
  facts: RequestFacts,
  rules: PolicyRules,
): Judgement {
  const { template } = current;
  const { spec } = template;
  const sets = [
    ...rules.for(cluster.name),
    { source: 'template', policies: policiesOf(spec) } as const,
  ];
  const chosen =
    choices.addOns ??
    defaultAddOns(template, addOnsOnOffer(template, choices.parameters));
  const ask = (addOns: string[]) => {
    const context = contextOf(current, { ...choices, addOns }, cluster, facts);
    const results = askPolicies(sets, spec.parameters, context);
    return { results, context, verdict: judgePolicies(results) };
  };
  const first = ask(chosen);
  const forcedAddOns = first.verdict.forcedAddOns;
  const addOns = [...new Set([...chosen, ...forcedAddOns])];
  // What is forced is there for the other policies as if it had been chosen.
  const judged = addOns.length > chosen.length ? ask(addOns) : first;
  return {
    ...judged,
    addOns,
    forcedAddOns,
    lease: shorten(spec.lease, judged.verdict.maximums),
    problems: [
      ...judged.verdict.refusals.map(({ result, message }) => ({
        path: pathOf(result),
        message: `${whoseOf(result, cluster.name)}: ${message}`,
      })),
      ...whatIsNotThere(spec, judged.results, cluster.name),
    ],
  };
}

function contextOf(
  { ref, revision }: { ref: string; revision: string },
  { parameters, addOns }: { parameters: JsonObject; addOns: string[] },
  { name, labels = {} }: Pick<Cluster, 'name' | 'labels'>,
  facts: RequestFacts,
): PolicyContext {
  const [namespace, template] = ref.slice(ref.indexOf(':') + 1).split('/');
  const { usage, owner, at } = facts;
  return {
    parameters,
    addOns,
    requester: facts.requester,
    owner: { ref: owner, name: owner.slice(owner.indexOf('/') + 1) },
    environment: { name: facts.name },
    cluster: { name, labels: labels as Record<string, string> },
    template: { namespace, name: template, revision },
    entity: facts.entity,
    time: {
      date: at.toISOString().slice(0, 10),
      hour: at.getUTCHours(),
      // As ISO 8601 counts: Monday is 1.
      weekday: at.getUTCDay() || 7,
    },
    usage: {
      owner: usage.owner,
      template: usage.template,
      all: usage.all,
      cluster: usage.clusters.get(name) ?? 0,
    },
  };
}

/** The template's lease, no longer than policies let it be. */
function shorten(
  lease: LeaseOnOffer | undefined,
  maximums: PolicyVerdict['maximums'],
): LeaseOnOffer | undefined {
  return maximums.reduce<LeaseOnOffer | undefined>((offer, { maximum }) => {
    const least = (own: string | undefined) =>
      own && durationSeconds(own) < durationSeconds(maximum) ? own : maximum;
    return {
      default: least(offer?.default ?? offer?.maximum),
      maximum: least(offer?.maximum),
    };
  }, lease);
}

/** Policies that force an add-on which the template doesn't have can't be met. */
function whatIsNotThere(
  { addOns = [] }: EnvironmentTemplate['spec'],
  results: PolicyResult[],
  cluster: string,
): Problem[] {
  return results
    .filter(
      ({ applied, problem, addOn }) =>
        applied &&
        problem === undefined &&
        addOn !== undefined &&
        !addOns.some(({ name }) => name === addOn),
    )
    .map(result => ({
      path: '/template',
      message: `${whoseOf(result, cluster)}: ${
        result.message
      } (it wants the add-on "${
        result.addOn
      }", which this template does not have)`,
    }));
}

/** Whose rule it is, so that people know whom to ask. */
function whoseOf(
  { name, source }: Pick<PolicyResult, 'name' | 'source'>,
  cluster: string,
): string {
  const owner = {
    template: 'of the template',
    cluster: `of the cluster ${cluster}`,
    portal: 'of this portal',
  }[source];
  return `Policy ${name} ${owner}`;
}

function pathOf({ source }: PolicyResult): string {
  return source === 'cluster' ? '/cluster' : '/template';
}

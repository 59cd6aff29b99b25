import type { JsonObject } from '@backstage/types';
import type { TemplatePolicy } from '@sandlot/plugin-environments-common';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { Expressions } from '../expressions';
import type { ExpressionContext, PolicyEntity } from '../expressions';

/** Whose policies they are: the template's, the cluster's, or the portal's for all. @public */
export type PolicySource = 'template' | 'cluster' | 'portal';

/** Policies of one owner. @public */
export interface PolicySet {
  source: PolicySource;
  policies: readonly TemplatePolicy[];
}

/** What one policy said to a request. @public */
export type PolicyResult = {
  name: string;
  source: PolicySource;
  effect: TemplatePolicy['effect'];
  applied: boolean;
  message: string;
  /** Why it could not be decided: the request is refused then. */
  problem?: string;
  by?: string;
  count?: number;
  maximum?: string;
  addOn?: string;
};

/** What a request is judged by. @public */
export interface PolicyContext {
  parameters: JsonObject;
  /** Names of those that are switched on. */
  addOns: string[];
  environment: { name: string };
  owner: { ref: string; name: string };
  requester: { ref: string; groups: string[] };
  template: { name: string; namespace: string; revision: string };
  cluster: { name: string; labels: Record<string, string> };
  entity: PolicyEntity;
  /** In UTC; Monday is weekday 1. */
  time: { date: string; hour: number; weekday: number };
  /** How many environments there are. */
  usage: { owner: number; template: number; cluster: number; all: number };
}

/**
 * The policies of a template. Its approvals are policies of one effect, named by their place.
 *
 * @public
 */
export function policiesOf({
  approvals = [],
  policies = [],
}: EnvironmentTemplate['spec']): TemplatePolicy[] {
  return [
    ...policies,
    ...approvals.map(
      ({ by, count, when }, index): TemplatePolicy => ({
        name: `approval-${index + 1}`,
        effect: 'requireApproval',
        message: `${by} must agree`,
        by,
        ...(count !== undefined && { count }),
        ...(when !== undefined && { when }),
      }),
    ),
  ];
}

/** Of policies that are for whatever template. */
const ANY_TEMPLATE = Expressions.create(undefined, 'anyPolicy');

/**
 * Asks each policy whether it applies. One that can't be decided, since it reads what is
 * not there, applies and has a `problem`: nobody may get past a rule by making it fail.
 *
 * @param parameters - JSON Schema of the template's parameters
 * @public
 */
export function askPolicies(
  sets: readonly PolicySet[],
  parameters: EnvironmentTemplate['spec']['parameters'],
  context: PolicyContext,
): PolicyResult[] {
  return sets.flatMap(({ source, policies }) => {
    const expressions =
      source === 'template'
        ? Expressions.create(parameters, 'policy')
        : ANY_TEMPLATE;
    return policies.map(({ when, ...policy }) => ({
      ...policy,
      source,
      ...decide(expressions, when, context),
    }));
  });
}

function decide(
  expressions: Expressions,
  when: string | undefined,
  context: PolicyContext,
): Pick<PolicyResult, 'applied' | 'problem'> {
  if (when === undefined) return { applied: true };
  const { holds, problems } = expressions.decide(
    when,
    '/when',
    // Before it is made the environment has neither id nor namespace.
    context as unknown as ExpressionContext,
  );
  return problems.length > 0
    ? { applied: true, problem: problems[0].message }
    : { applied: holds };
}

/** What comes of all that the policies said. @public */
export interface PolicyVerdict {
  /** Why it is refused; empty if it isn't. */
  refusals: { result: PolicyResult; message: string }[];
  /** Who must agree. */
  approvals: {
    by: string;
    count: number;
    policy: string;
    source: PolicySource;
    message: string;
  }[];
  /** Add-ons that are switched on whether they were chosen or not. */
  forcedAddOns: string[];
  /** How long it may live at most, by each policy that says so. */
  maximums: { maximum: string; result: PolicyResult }[];
}

/**
 * What comes of the results. One refusal is enough. Where an owner of policies has any of
 * the effect `allow`, one of them must apply: so a policy of somebody else never opens what
 * is closed here.
 *
 * @public
 */
export function judgePolicies(results: readonly PolicyResult[]): PolicyVerdict {
  const applied = results.filter(result => result.applied && !result.problem);
  const of = (effect: PolicyResult['effect']) =>
    applied.filter(result => result.effect === effect);
  const closed = (['portal', 'cluster', 'template'] as const).flatMap(
    source => {
      const allows = results.filter(
        result => result.source === source && result.effect === 'allow',
      );
      return allows.length > 0 && !allows.some(allow => applied.includes(allow))
        ? [allows[0]]
        : [];
    },
  );
  return {
    refusals: [
      ...results
        .filter(({ problem }) => problem !== undefined)
        .map(result => ({
          result,
          message: `${result.message} (this could not be decided: ${result.problem})`,
        })),
      ...of('deny').map(result => ({ result, message: result.message })),
      ...closed
        .filter(({ problem }) => problem === undefined)
        .map(result => ({ result, message: result.message })),
    ],
    approvals: mergeApprovals(of('requireApproval')),
    forcedAddOns: [...new Set(of('forceAddOn').map(({ addOn }) => addOn!))],
    maximums: of('shortenLease').map(result => ({
      maximum: result.maximum!,
      result,
    })),
  };
}

/** The same people are asked once, for the most that is wanted of them. */
function mergeApprovals(results: PolicyResult[]): PolicyVerdict['approvals'] {
  const byPeople = new Map<string, PolicyVerdict['approvals'][number]>();
  for (const { by, count = 1, name, source, message } of results) {
    const known = byPeople.get(by!);
    if (!known || known.count < count) {
      byPeople.set(by!, { by: by!, count, policy: name, source, message });
    }
  }
  return [...byPeople.values()];
}

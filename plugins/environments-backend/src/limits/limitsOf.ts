import { LimitUse } from '@sandlot/plugin-environments-common';
import { EnvironmentTemplate } from '@sandlot/plugin-environments-node';
import { CountedBy } from '../database/PlacesTable';
import { LimitRules } from './limitsConfig';

/** Who asks for what, as far as limits count it. */
export interface Counted {
  /** Entity reference of the owner. */
  owner: string;
  template: {
    ref: string;
    title: string;
    spec: Pick<EnvironmentTemplate['spec'], 'owner' | 'limits' | 'placement'>;
  };
}

/** A bound on how many environments there may be. */
export interface Limit {
  scope: Exclude<LimitUse['scope'], 'cluster'>;
  /** What is counted, in words. */
  title: string;
  maximum: number;
  of: CountedBy;
  /** Whose rule it is and what to do, in sentences. */
  advice: string;
}

/**
 * The limits that a request has to keep, always in this order, which is the order
 * in which they are locked.
 */
export function limitsOf(
  rules: Pick<LimitRules, 'perOwner' | 'total'>,
  { owner, template }: Counted,
): Limit[] {
  const { ref, title, spec } = template;
  const name = owner.slice(owner.indexOf('/') + 1);
  const byPortal = (path: string) =>
    `The limit is this portal's (environments.limits.${path})`;
  const byTemplate = (path: string) =>
    `The limit is the template's (limits.${path})`;
  const candidates: (Omit<Limit, 'maximum'> & { maximum?: number })[] = [
    {
      scope: 'all',
      title: 'Environments of everybody',
      maximum: rules.total,
      of: {},
      advice: `${byPortal(
        'total',
      )}: ask ops to raise it, or wait until somebody deletes one`,
    },
    {
      scope: 'template',
      title: `Environments made from ${title}`,
      maximum: spec.limits?.total,
      of: { templateRef: ref },
      advice: `${byTemplate('total')}: ask ${
        spec.owner
      } to raise it, or wait until somebody deletes one`,
    },
    {
      scope: 'owner',
      title: `Environments of ${name}`,
      maximum: rules.perOwner,
      of: { ownerRef: owner },
      advice: `${byPortal(
        'perOwner',
      )}: delete one of them, or ask ops to raise it`,
    },
    {
      scope: 'ownerOfTemplate',
      title: `Environments of ${name} made from ${title}`,
      maximum: spec.limits?.perOwner,
      of: { ownerRef: owner, templateRef: ref },
      advice: `${byTemplate('perOwner')}: delete one of them, or ask ${
        spec.owner
      } to raise it`,
    },
  ];
  return candidates.flatMap(({ maximum, ...limit }) =>
    maximum === undefined ? [] : [{ ...limit, maximum }],
  );
}

/** Why there may be no more, in sentences. */
export function whyReached(
  { title, maximum, advice }: Pick<Limit, 'title' | 'maximum' | 'advice'>,
  used: number,
): string {
  return `${title}: ${used} of ${maximum} are used. ${advice}`;
}

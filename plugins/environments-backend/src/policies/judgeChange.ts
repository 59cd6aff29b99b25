import { JsonObject } from '@backstage/types';
import {
  ApprovalRequirement,
  PolicyResult,
  Problem,
} from '@sandlot/plugin-environments-common';
import { EnvironmentTemplate } from '@sandlot/plugin-environments-node';
import { PlacesTable } from '../database/PlacesTable';
import { EnvironmentRow } from '../database/rows';
import { Caller } from '../service/Caller';
import { ProblemsError } from '../service/ProblemsError';
import { Policies } from './Policies';

/** What policies say to a change. */
export interface JudgedChange {
  /** Who must agree. */
  requirements: ApprovalRequirement[];
  results: PolicyResult[];
  /** What they have against it. */
  problems: Problem[];
}

/** What nobody has anything to say about. */
export const UNJUDGED: JudgedChange = {
  requirements: [],
  results: [],
  problems: [],
};

/**
 * What policies say to other choices, or another owner, of an environment that is
 * there. It is judged as if it were made anew, and does not count itself.
 */
export async function judgeChange(
  policies: Policies,
  places: PlacesTable,
  caller: Pick<Caller, 'actor'>,
  environment: EnvironmentRow,
  change: {
    /** Of the revision that it would be made of. */
    template: EnvironmentTemplate;
    revision: string;
    owner: string;
    parameters: JsonObject;
    addOns: string[];
  },
): Promise<JudgedChange> {
  const { template, revision, owner } = change;
  const { templateRef, cluster, name } = environment;
  const judge = await policies.consult(places, {
    current: { ref: templateRef, revision, template },
    requester: caller.actor,
    owner,
    name,
    checked: { parameters: change.parameters, problems: [] },
    addOns: change.addOns,
    except: environment,
  });
  const judgement = judge!(cluster);
  const { approvals, forcedAddOns } = judgement.verdict;
  return {
    requirements: approvals,
    results: judgement.results,
    problems: [
      ...judgement.problems,
      ...forcedAddOns
        .filter(addOn => !change.addOns.includes(addOn))
        .map(addOn => ({
          path: '/addOns',
          message: `A policy wants the add-on "${addOn}" with it`,
        })),
    ],
  };
}

/** @throws ProblemsError with what they have against it */
export function requireNoProblems(judged: JudgedChange): JudgedChange {
  if (judged.problems.length > 0) throw new ProblemsError(judged.problems);
  return judged;
}

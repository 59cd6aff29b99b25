import { JsonObject } from '@backstage/types';
import { Problem } from '@sandlot/plugin-environments-common';
import { EnvironmentTemplate } from '@sandlot/plugin-environments-node';
import { PlacesTable } from '../database/PlacesTable';
import { EnvironmentRow } from '../database/rows';
import { Caller } from '../service/Caller';
import { whoseOf } from './judgeRequest';
import { Policies } from './Policies';

/**
 * What policies have against other choices, or another owner, of an environment that is
 * there. It is judged as if it were made anew, and does not count itself. An agreement that
 * would be needed is a problem as well: nobody can be waited for in the middle of a change.
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
    /** JSON Pointer into the request, of what is to blame. */
    path: string;
  },
): Promise<Problem[]> {
  const { template, revision, owner, path } = change;
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
  return [
    ...judgement.problems,
    ...approvals.map(({ policy, source, by, message }) => ({
      path,
      message: `${whoseOf(
        { name: policy, source },
        cluster,
      )}: ${message}. ${by} must agree to this, which only a new environment can wait for`,
    })),
    ...forcedAddOns
      .filter(addOn => !change.addOns.includes(addOn))
      .map(addOn => ({
        path: path === '/owner' ? path : '/addOns',
        message: `A policy wants the add-on "${addOn}" with it`,
      })),
  ];
}

import { JsonObject } from '@backstage/types';
import { Problem } from '@sandlot/plugin-environments-common';
import { EnvironmentTemplate } from '@sandlot/plugin-environments-node';
import { PlacesTable } from '../database/PlacesTable';
import { EnvironmentRow } from '../database/rows';
import { Caller } from '../service/Caller';
import { RequestFacts, whoseOf } from './judgeRequest';
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
  const asked = {
    current: { ref: templateRef, revision, template },
    requester: { ref: caller.actor.ref, groups: caller.actor.groups },
    owner,
    name,
    parameters: change.parameters,
    addOns: change.addOns,
  };
  const facts = withoutItself(
    await policies.gather(places, asked),
    environment,
  );
  const judgement = policies.judge(asked, facts, cluster);
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

function withoutItself(
  facts: RequestFacts,
  { ownerRef, cluster }: EnvironmentRow,
): RequestFacts {
  const { usage, owner } = facts;
  const clusters = new Map(usage.clusters);
  clusters.set(cluster, (clusters.get(cluster) ?? 1) - 1);
  return {
    ...facts,
    usage: {
      owner: usage.owner - (owner === ownerRef ? 1 : 0),
      template: usage.template - 1,
      all: usage.all - 1,
      clusters,
    },
  };
}

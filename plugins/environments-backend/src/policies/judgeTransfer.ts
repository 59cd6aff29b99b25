import { Store } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { Caller } from '../service/Caller';
import { JudgedChange, UNJUDGED, judgeChange } from './judgeChange';
import { Policies } from './Policies';

/**
 * Asks the policies about another owner of an environment, before it is done or to say so before;
 * whoever does it requires that they have nothing against it.
 *
 * @param policies - absent: none are asked
 */
export async function judgeTransfer(
  policies: Policies | undefined,
  store: Store,
  caller: Pick<Caller, 'actor'>,
  environment: EnvironmentRow,
  owner: string,
): Promise<JudgedChange> {
  if (!policies) return UNJUDGED;
  const { templateRef, revision, parameters, addOns } = environment;
  const target = await store.upgradeTargets.get(templateRef, revision);
  const judged = await judgeChange(
    policies,
    store.places,
    caller,
    environment,
    {
      template: target!.template,
      revision,
      parameters,
      addOns,
      owner: owner.toLocaleLowerCase('en-US'),
    },
  );
  return {
    ...judged,
    // There is nothing else in such a request.
    problems: judged.problems.map(problem => ({ ...problem, path: '/owner' })),
  };
}

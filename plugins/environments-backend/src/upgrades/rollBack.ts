import { RollbackRequest } from '@sandlot/plugin-environments-common';
import { Transaction } from '../database/Store';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { Caller } from '../service/Caller';
import { ProblemsError } from '../service/ProblemsError';
import { acceptChange } from './acceptChange';
import { lockFor } from './lockFor';
import { requireAgreement } from './requireAgreement';
import { checkFrozen, requireEarlier } from './requireEarlier';

/** Makes the environment what it was before the last upgrade. */
export async function rollBack(
  tx: Transaction,
  caller: Caller,
  id: string,
  { agreement }: RollbackRequest,
): Promise<{ environment: EnvironmentRow; operation: OperationRow }> {
  const environment = await lockFor('rollback', tx, caller, id);
  const render = requireEarlier(
    environment,
    await tx.environmentRenders.latestOf(id),
  );
  requireAgreement('rollback', environment, render, agreement);
  const problems = checkFrozen(render);
  if (problems.length > 0) throw new ProblemsError(problems);
  const { title, isDraft } = (await tx.upgradeTargets.get(
    environment.templateRef,
    render.revision,
  ))!;
  return acceptChange(tx, caller, environment, {
    kind: 'rollback',
    render: { ...render, title, isDraft },
    parameters: {
      from: environment.revision,
      to: render.revision,
      agreement,
    },
  });
}

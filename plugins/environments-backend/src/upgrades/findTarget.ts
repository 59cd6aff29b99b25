import { InputError } from '@backstage/errors';
import { Transaction } from '../database/Store';
import { UpgradeTarget } from '../database/UpgradeTargetsTable';
import { EnvironmentRow } from '../database/rows';
import { Caller } from '../service/Caller';

/**
 * The revision of its own template to which an environment is to go.
 *
 * @param options - `revision`: without it the template's current one; `drafts`:
 *   whether the caller may use every template's. Those whom the template names
 *   as testers may use its own.
 * @throws InputError when there is none that the caller may use
 */
export async function findTarget(
  { upgradeTargets }: Pick<Transaction, 'upgradeTargets'>,
  { ownership }: Pick<Caller, 'ownership'>,
  { templateRef }: EnvironmentRow,
  options: { revision?: string; drafts?: boolean },
): Promise<UpgradeTarget> {
  const { revision, drafts } = options;
  const target = revision
    ? await upgradeTargets.get(templateRef, revision)
    : await upgradeTargets.current(templateRef);
  const testers = target?.template.spec.access?.testers ?? [];
  const mayUse =
    !target?.isDraft ||
    drafts ||
    testers.some(tester => ownership.includes(tester));
  if (!target || !mayUse) {
    throw new InputError(
      revision
        ? `request/body/revision: template ${templateRef} has no revision ${revision} that you may use`
        : `request/body/revision: template ${templateRef} has no current revision that you may use, name one`,
    );
  }
  return target;
}

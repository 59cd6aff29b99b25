import { InputError } from '@backstage/errors';
import { Transaction } from '../database/Store';
import { UpgradeTarget } from '../database/UpgradeTargetsTable';
import { EnvironmentRow } from '../database/rows';
import { Caller } from '../service/Caller';
import { isTesterOf, whyNotAdmitted } from '../templates/admission';

/**
 * The revision of its own template to which an environment is to go. Whether it
 * may is decided by what the catalog offers now, never by what the revision says
 * of itself: whoever pastes a draft writes its testers as well.
 *
 * @param options - `revision`: without it the template's current one;
 *   `managesTemplates`: whether the caller may use drafts, and revisions that were
 *   replaced, of every template
 * @throws InputError when there is none that the caller may use
 */
export async function findTarget(
  { upgradeTargets }: Pick<Transaction, 'upgradeTargets'>,
  { ownership }: Pick<Caller, 'ownership'>,
  { templateRef }: Pick<EnvironmentRow, 'templateRef'>,
  options: { revision?: string; managesTemplates?: boolean },
): Promise<UpgradeTarget> {
  const { managesTemplates = false } = options;
  const offer = await upgradeTargets.offer(templateRef);
  const current =
    offer?.revision === undefined
      ? undefined
      : await upgradeTargets.get(templateRef, offer.revision);
  const { revision = current?.revision } = options;
  const target =
    revision === undefined || revision === current?.revision
      ? current
      : await upgradeTargets.get(templateRef, revision);

  const onOffer = offer && current && { ...current, state: offer.state };
  const viewer = { ownership, managesTemplates: async () => managesTemplates };
  if (target?.isPasted) {
    const mayTry = managesTemplates || (onOffer && isTesterOf(onOffer, viewer));
    if (mayTry) return target;
  } else if (target && onOffer) {
    const reason =
      onOffer.state === 'withdrawn'
        ? `${onOffer.title} was withdrawn; nothing is upgraded to it any more`
        : await whyNotAdmitted(onOffer, viewer);
    if (reason) throw new InputError(`request/body/revision: ${reason}`);
    if (target === current || managesTemplates) return target;
    throw new InputError(
      `request/body/revision: revision ${target.revision} is not the one that template ${templateRef} is delivered with now, and only ops may choose another one. To go back to what the environment was before, roll it back`,
    );
  }
  throw new InputError(
    options.revision
      ? `request/body/revision: template ${templateRef} has no revision ${options.revision} that you may use`
      : `request/body/revision: template ${templateRef} has no current revision that you may use, name one`,
  );
}

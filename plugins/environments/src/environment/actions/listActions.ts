import { Environment } from '@sandlot/plugin-environments-common';

/** What one can do from the head of an environment's page. */
export type Action =
  | 'upgrade'
  | 'rollback'
  | 'cancel'
  | 'restore'
  | 'resume'
  | 'extend'
  | 'hibernate'
  | 'transfer'
  | 'clone'
  | 'hold'
  | 'legalHold'
  | 'delete';

/** More buttons than these make no calm page. */
const MOST_BUTTONS = 3;

const LIKELY: Action[] = [
  'upgrade',
  'cancel',
  'restore',
  'resume',
  'extend',
  'hibernate',
  'rollback',
];
const RARE: Action[] = ['transfer', 'clone', 'hold', 'legalHold'];

/**
 * What the caller may do now, the most likely first: a few as buttons, the rest
 * in a menu.
 *
 * @param mayCreate - whether the caller may have environments of their own
 */
export function listActions(
  environment: Environment,
  mayCreate: boolean | undefined,
): { buttons: Action[]; menu: Action[] } {
  const { phase, allowed, template, hold, legalHold } = environment;
  const isOffered: Record<Action, boolean> = {
    ...allowed,
    upgrade: allowed.upgrade && template.behind > 0,
    hold: allowed.hold && !hold,
    // What has one ends it where the notice of it is.
    legalHold: allowed.legalHold && !legalHold,
    clone: allowed.clone && mayCreate === true,
  };
  // What failed is mostly deleted.
  const likely: Action[] = phase === 'Failed' ? [...LIKELY, 'delete'] : LIKELY;
  const inOrder = [...LIKELY, ...RARE, 'delete' as const].filter(
    action => isOffered[action],
  );
  if (inOrder.length <= MOST_BUTTONS) {
    return { buttons: inOrder, menu: [] };
  }
  const buttons = inOrder
    .filter(action => likely.includes(action))
    .slice(0, MOST_BUTTONS);
  return {
    buttons,
    menu: inOrder.filter(action => !buttons.includes(action)),
  };
}

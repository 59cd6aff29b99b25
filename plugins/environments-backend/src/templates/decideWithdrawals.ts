import { isDeepStrictEqual } from 'node:util';
import { Problem } from '@sandlot/plugin-environments-common';
import { TemplateRow } from '../database/TemplatesTable';

/** Said of what is gone together with most of the others. */
export const LOST: Problem = {
  path: '',
  message:
    'the catalog has lost it together with most templates; it stays on offer for a while, then it is withdrawn',
  expected:
    'a catalog that delivers it again; see environments.templates.lostAfterMinutes',
};

/** From so many on, half of them are most. */
const MANY = 4;

export interface Withdrawals {
  /** They are over. */
  withdraw: TemplateRow[];
  /** They are lost, as far as one knows: not withdrawn yet, and to be marked so. */
  suspect: TemplateRow[];
}

/**
 * What becomes of rows that the catalog no longer delivers. A few are withdrawn at
 * once. If all templates on offer are gone, or more than half of at least four,
 * it is rather the catalog that lost its database: then all that is gone is
 * marked and waits, also while a part of it comes back.
 *
 * @param afterMinutes - how long a mark is waited for; 0 for not at all
 */
export function decideWithdrawals(
  rows: TemplateRow[],
  delivered: ReadonlySet<string>,
  afterMinutes: number,
  now: Date,
): Withdrawals {
  const gone = rows.filter(row => !delivered.has(row.ref) && !isSettled(row));
  const isOver = ({ changedAt }: TemplateRow) =>
    now.getTime() - changedAt.getTime() >= afterMinutes * 60_000;
  const fresh = gone.filter(row => !isLost(row));
  const isSuspicious = afterMinutes > 0 && isMost(rows, delivered);
  return {
    withdraw: [
      ...(isSuspicious ? [] : fresh),
      ...gone.filter(row => isLost(row) && isOver(row)),
    ],
    suspect: isSuspicious ? fresh : [],
  };
}

function isMost(rows: TemplateRow[], delivered: ReadonlySet<string>): boolean {
  const offered = rows.filter(
    ({ kind, state }) =>
      kind === 'template' && (state === 'published' || state === 'deprecated'),
  );
  const gone = offered.filter(({ ref }) => !delivered.has(ref)).length;
  return (
    gone > 0 &&
    (gone === offered.length ||
      (offered.length >= MANY && gone * 2 > offered.length))
  );
}

/** Withdrawn, and not delivered with faults since. */
function isSettled({ state, deliveredEtag }: TemplateRow): boolean {
  return state === 'withdrawn' && deliveredEtag === undefined;
}

function isLost({ problems }: TemplateRow): boolean {
  return problems.some(problem => isDeepStrictEqual(problem, LOST));
}

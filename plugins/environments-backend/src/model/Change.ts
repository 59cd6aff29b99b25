import { EnvironmentView } from './World';
import { Request } from './predict';

/** What may be other than it was, of one environment, some or any. */
export interface Change {
  of?: string | string[];
  /** Just this. */
  to?: Partial<EnvironmentView>;
  /** Any of these, as the invariants permit. */
  may?: (keyof EnvironmentView)[];
  /** The same for several, each by its id, and nothing of any other. */
  each?: Record<string, Pick<Change, 'to' | 'may'>>;
  /** A change that begins to wait for agreement. */
  asks?: { of: string; request: Request };
  /** Ids of such that do not wait any more, beside those whose environment ends. */
  ends?: string[];
  /** A decision that is taken down. */
  decides?: { id: string; by: string };
}

export const NOTHING: Change = { of: 'none' };
export const BY_REQUEST: Change['may'] = [
  'operationId',
  'earlier',
  'earlierTier',
  'drifted',
];
export const BY_WORKERS: Change['may'] = [
  'phase',
  'uid',
  'isAsleep',
  'hasSizes',
  // Of what is deleted nothing is kept.
  'earlier',
  'earlierTier',
  'drifted',
];

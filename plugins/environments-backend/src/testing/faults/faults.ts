import { ApiCall } from './ApiServerProxy';
import { ActiveRule } from './FaultRules';
import { PostgresCall } from './PostgresProxy';
import { FaultCase } from './FaultCase';
import { Victim } from './Victim';

/** What strikes one call of a backend, whichever call it is. */
export interface Fault {
  /** For `--only`. */
  name: string;
  /** As in the table. */
  title: string;
  /** Whether the backend dies of it, or goes on. */
  kills: boolean;
  /** Of which calls it strikes one. */
  wire: 'database' | 'api';
  /** Lets it strike a call, the first being 1, and tells when it does. */
  arm(victim: Victim, call: number, onStrike: () => void): ActiveRule;
}

export const isCommit = ({ sql }: PostgresCall) => /^commit;?$/i.test(sql);
/** Of something on the cluster. */
export const isChange = ({ method, path }: ApiCall) =>
  ['POST', 'PATCH', 'DELETE'].includes(method) &&
  !/subjectaccessreviews|dryRun=All/.test(path);

/** Those that have calls for it to strike. */
export function struckBy<T extends FaultCase>(
  { wire }: Fault,
  cases: T[],
): T[] {
  return cases.filter(
    ({ leavesClusterAlone }) => wire === 'database' || !leavesClusterAlone,
  );
}

/** Each is gone through at every call of every case. */
export const deadlyFaults: Fault[] = [
  {
    name: 'kill-before-database',
    title: 'kill -9 before each database call',
    kills: true,
    wire: 'database',
    arm: (victim, from, onStrike) =>
      victim.strikeDatabase({ effect: { kind: 'cutBefore' }, from, onStrike }),
  },
  {
    name: 'kill-after-database',
    title: 'kill -9 after each database call',
    kills: true,
    wire: 'database',
    arm: (victim, from, onStrike) =>
      victim.strikeDatabase({ effect: { kind: 'cutAfter' }, from, onStrike }),
  },
  {
    name: 'kill-before-api',
    title: 'kill -9 before each API call',
    kills: true,
    wire: 'api',
    arm: (victim, from, onStrike) =>
      victim.strikeApi({ effect: { kind: 'cutBefore' }, from, onStrike }),
  },
  {
    name: 'kill-after-api',
    title: 'kill -9 after each API call',
    kills: true,
    wire: 'api',
    arm: (victim, from, onStrike) =>
      victim.strikeApi({ effect: { kind: 'cutAfter' }, from, onStrike }),
  },
];

/** The same with a backend that lives on, for connections that break. */
export const brokenConnections: Fault[] = [
  {
    name: 'database-lost',
    title: 'connection to PostgreSQL lost before each call',
    kills: false,
    wire: 'database',
    arm: (victim, from, onStrike) =>
      victim.strikeDatabase({ effect: { kind: 'cutBefore' }, from, onStrike }),
  },
  {
    name: 'commit-unknown',
    title: 'commit outcome unknown, at each COMMIT',
    kills: false,
    wire: 'database',
    arm: (victim, from, onStrike) =>
      victim.strikeDatabase({
        effect: { kind: 'cutAfter' },
        matches: isCommit,
        from,
        onStrike,
      }),
  },
  {
    name: 'answer-lost',
    title: 'answer of each API call lost',
    kills: false,
    wire: 'api',
    arm: (victim, from, onStrike) =>
      victim.strikeApi({ effect: { kind: 'cutAfter' }, from, onStrike }),
  },
];

/** And for an API server that answers in other ways than it should, or not at all. */
export const apiFaults: Fault[] = [
  {
    name: '429-once',
    title: '429 with Retry-After at each API call',
    kills: false,
    wire: 'api',
    arm: (victim, from, onStrike) =>
      victim.strikeApi({
        effect: { kind: 'answer', status: 429, retryAfterSeconds: 1 },
        from,
        onStrike,
      }),
  },
  {
    name: '503-once',
    title: '503 at each API call',
    kills: false,
    wire: 'api',
    arm: (victim, from, onStrike) =>
      victim.strikeApi({
        effect: { kind: 'answer', status: 503 },
        from,
        onStrike,
      }),
  },
  {
    name: 'timed-out-but-done',
    title: 'API call timed out but done, at each change',
    kills: false,
    wire: 'api',
    arm: (victim, from, onStrike) =>
      victim.strikeApi({
        effect: { kind: 'halfOpen', isDone: true },
        matches: isChange,
        from,
        onStrike,
      }),
  },
];

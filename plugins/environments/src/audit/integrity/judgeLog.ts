import { AuditLog } from '@sandlot/plugin-environments-common';

/** What is not as it should be with the log. */
type Concern =
  | 'faults'
  | 'unsealed'
  | 'lagging'
  | 'unwitnessed'
  | 'witnessBehind'
  | 'findings'
  | 'unchecked'
  | 'sinks';

/** How the log stands, in few words. */
interface Judgement {
  /** The gravest first. */
  concerns: Concern[];
  tone: 'success' | 'warning' | 'danger';
  sealed: bigint;
  /** Up to which record somebody outside of the database could tell. */
  witnessed: bigint;
  /** Those that took the newest of what was taken. */
  witnesses: string[];
  /** When the cluster whose comparison is oldest was compared; undefined before the first. */
  comparedAt: string | undefined;
  namespaces: number;
  findings: number;
}

/** These alone say that what is shown may not be what happened. */
const GRAVE: Concern[] = ['faults', 'unsealed', 'findings'];

/** Says no more than the log does. */
export function judgeLog(log: AuditLog): Judgement {
  const sizes = log.witnesses.map(({ size }) => BigInt(size ?? 0));
  const witnessed = sizes.reduce(
    (most, size) => (size > most ? size : most),
    0n,
  );
  const findings = sum(log.coverage.map(({ findings: all }) => all.length));
  const concerns: Concern[] = [];
  if (log.check.faultCount > 0) {
    concerns.push('faults');
  }
  if (log.problem !== undefined || log.keys.length === 0) {
    concerns.push('unsealed');
  }
  if (findings > 0) {
    concerns.push('findings');
  }
  if (log.isLagging) {
    concerns.push('lagging');
  }
  if (log.witnesses.length === 0) {
    concerns.push('unwitnessed');
  } else if (
    log.witnesses.some(({ isBehind, problem }) => isBehind || problem)
  ) {
    concerns.push('witnessBehind');
  }
  if (log.check.isOverdue) {
    concerns.push('unchecked');
  }
  if (log.sinks.some(({ state }) => state === 'parked')) {
    concerns.push('sinks');
  }
  return {
    concerns,
    tone: toTone(concerns),
    sealed: BigInt(log.size),
    witnessed,
    witnesses: log.witnesses
      .filter((_, index) => witnessed > 0n && sizes[index] === witnessed)
      .map(({ name }) => name),
    comparedAt: log.coverage
      .map(({ checkedAt }) => checkedAt)
      .sort()
      .at(0),
    namespaces: sum(log.coverage.map(({ namespaces }) => namespaces)),
    findings,
  };
}

function toTone(concerns: Concern[]): Judgement['tone'] {
  if (concerns.some(concern => GRAVE.includes(concern))) {
    return 'danger';
  }
  return concerns.length > 0 ? 'warning' : 'success';
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

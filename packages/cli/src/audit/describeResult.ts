import { inertLine } from '../ui/inert';
import type { AuditResult } from './AuditResult';

const MOST_SHOWN = 20;

/** For people, each line with its newline. */
export function describeResult(result: AuditResult): string {
  const { problems, warnings } = result;
  const lines =
    problems.length > 0 ? describeBad(result) : describeGood(result);
  if (warnings.length > 0) {
    lines.push('', 'What this does not prove:');
    lines.push(...warnings.map(warning => `  - ${warning}`));
  }
  return `${lines.map(inertLine).join('\n')}\n`;
}

function describeGood(result: AuditResult): string[] {
  const { times, checkpoints, size, signedBy, witnessedBy } = result;
  return [
    verdictOf(result),
    ...(times ? [`  of the time   ${times.oldest} to ${times.newest}`] : []),
    ...(size === undefined
      ? []
      : [`  checkpoints   ${checkpoints}, the last of ${size} records`]),
    ...signedBy.map(key => `  signed by     ${key}`),
    ...witnessedBy.map(
      witness =>
        `  witnessed by  ${witness.name}, up to ${
          witness.size
        } records, ${witness.time.toISOString()}`,
    ),
  ];
}

function verdictOf({ what, records, isTrusted }: AuditResult): string {
  if (records === 0) {
    return `The ${what} holds no records: there is none to prove.`;
  }
  return isTrusted
    ? `Proven: ${what}, unchanged since the log sealed it.`
    : `Whole in itself: ${what}. That it is your log is not proven: no key was given.`;
}

function describeBad({ what, problems }: AuditResult): string[] {
  const first = problems
    .map(({ index, span }) => index ?? span?.from)
    .find(index => index !== undefined);
  const count = `${problems.length} ${
    problems.length === 1 ? 'problem' : 'problems'
  }`;
  const where = first === undefined ? '' : `, the first at record ${first}`;
  const hidden = problems.length - MOST_SHOWN;
  return [
    `NOT proven: ${what}. ${count}${where}.`,
    ...problems
      .slice(0, MOST_SHOWN)
      .map(({ code, message }) => `  ${code.padEnd(12)}${message}`),
    ...(hidden > 0 ? [`  and ${hidden} more; --json has them`] : []),
  ];
}

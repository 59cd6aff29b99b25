import {
  askPolicies,
  judgePolicies,
  parseGrammar,
} from '@sandlot/plugin-environments-node';
import type {
  PolicyResult,
  PolicyVerdict,
} from '@sandlot/plugin-environments-node';
import type { Finding } from '../template/lint/Finding';
import { toFinding } from '../template/lint/toFinding';
import { caseFileSchema } from './caseFile';
import type { Expectation } from './caseFile';
import { readDocument } from './readDocument';
import { findUnknownParameters } from './findUnknownParameters';
import { readTested } from './readTested';
import { toContext } from './toContext';

export interface PolicyCaseResult {
  name: string;
  /** What is other than expected; empty if nothing is. */
  failures: string[];
}

export interface PolicyFileResult {
  /** Relative to where the command runs. */
  file: string;
  cases: PolicyCaseResult[];
  /** Why the cases can't be run: what is wrong with them, or with what they are of. */
  findings: Finding[];
}

/**
 * Runs the cases of one file.
 *
 * @throws InputError when it can't be read
 */
export async function testPolicies(
  path: string,
  cwd: string,
): Promise<PolicyFileResult> {
  const read = await readDocument(path, cwd, 'object');
  const { file, document } = read;
  const faulty = (findings: Finding[]) => ({
    file: file.path,
    cases: [],
    findings,
  });
  if (!document) {
    return faulty(read.findings);
  }
  const { data, problems } = parseGrammar(caseFileSchema, document.entity);
  if (!data) {
    return faulty(
      problems.map(one => toFinding({ file, document }, one, 'error', 'cases')),
    );
  }
  const { cases, facts } = data;
  const tested = await readTested({ file, document }, data, path, cwd);
  if (Array.isArray(tested)) {
    return faulty(tested);
  }
  const { set, parameters, name } = tested;
  const unknown = findUnknownParameters(document.entity, parameters);
  if (unknown.length > 0) {
    return faulty(
      unknown.map(one => toFinding({ file, document }, one, 'error', 'cases')),
    );
  }
  return {
    file: file.path,
    cases: cases.map(one => {
      const context = toContext(facts, one.facts, name);
      const results = askPolicies([set], parameters, context);
      return {
        name: one.name,
        failures: compare(one.expect, results, judgePolicies(results)),
      };
    }),
    findings: [],
  };
}

function compare(
  expected: Expectation,
  results: PolicyResult[],
  verdict: PolicyVerdict,
): string[] {
  const found = {
    verdict: verdictOf(verdict),
    applied: results.flatMap(({ applied, name }) => (applied ? [name] : [])),
    approvals: verdict.approvals.map(({ by, count }) => ({ by, count })),
    addOns: verdict.forcedAddOns,
    maximums: verdict.maximums.map(({ maximum }) => maximum),
  };
  const wanted = {
    ...expected,
    approvals: expected.approvals?.map(({ by, count = 1 }) => ({ by, count })),
  };
  const failures = (Object.keys(found) as (keyof typeof found)[]).flatMap(
    field => {
      const [one, other] = [wanted[field], found[field]];
      return one === undefined || inOrder(one) === inOrder(other)
        ? []
        : [`${field}: expected ${inOrder(one)}, it is ${inOrder(other)}`];
    },
  );
  const messages = verdict.refusals.map(({ message }) => message);
  const { message } = expected;
  return message === undefined || messages.some(one => one.includes(message))
    ? failures
    : [
        ...failures,
        `message: expected a refusal with "${message}", there is ${
          messages.length > 0
            ? messages.map(one => `"${one}"`).join(', ')
            : 'none'
        }`,
      ];
}

/** As text; lists stand for sets. */
function inOrder(value: unknown): string {
  return Array.isArray(value)
    ? `[${value
        .map(one => JSON.stringify(one))
        .sort()
        .join(', ')}]`
    : String(value);
}

function verdictOf({ refusals, approvals }: PolicyVerdict): string {
  if (refusals.length > 0) return 'denied';
  return approvals.length > 0 ? 'needsApproval' : 'allowed';
}

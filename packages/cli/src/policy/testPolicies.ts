import path from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { templatePolicySchema } from '@sandlot/plugin-environments-common';
import {
  askPolicies,
  checkPolicySet,
  checkTemplate,
  judgePolicies,
  policiesOf,
} from '@sandlot/plugin-environments-node';
import type {
  PolicyResult,
  PolicySet,
  PolicyVerdict,
} from '@sandlot/plugin-environments-node';
import fs from 'fs-extra';
import { parse } from 'yaml';
import { z } from 'zod/v4';
import { caseFileSchema } from './caseFile';
import type { Expectation } from './caseFile';
import { toContext } from './toContext';

export interface PolicyCaseResult {
  name: string;
  /** What is other than expected; empty if nothing is. */
  failures: string[];
}

export interface PolicyFileResult {
  file: string;
  cases: PolicyCaseResult[];
}

/**
 * Runs the cases of one file.
 *
 * @param file - absolute
 * @throws InputError when the file, or what it is about, can't be read or has faults
 */
export async function testPolicies(file: string): Promise<PolicyFileResult> {
  const { cases, facts, policies, template } = await read(file, caseFileSchema);
  const { set, parameters, name } = policies
    ? await readPolicies(path.resolve(path.dirname(file), policies))
    : await readTemplate(path.resolve(path.dirname(file), template!));
  return {
    file,
    cases: cases.map(one => {
      const context = toContext(facts, one.facts, name);
      const results = askPolicies([set], parameters, context);
      return {
        name: one.name,
        failures: compare(one.expect, results, judgePolicies(results)),
      };
    }),
  };
}

interface Tested {
  set: PolicySet;
  parameters?: JsonObject;
  name: { namespace: string; name: string };
}

async function readPolicies(file: string): Promise<Tested> {
  const policies = await read(file, z.array(templatePolicySchema));
  requireNone(file, checkPolicySet(policies, ''));
  return {
    set: { source: 'portal', policies },
    name: { namespace: 'default', name: 'template' },
  };
}

async function readTemplate(file: string): Promise<Tested> {
  const entity = (await readYaml(file)) as Entity;
  const { problems, template } = checkTemplate(entity, { unresolved: true });
  requireNone(file, problems);
  const { spec, metadata } = template!;
  return {
    set: { source: 'template', policies: policiesOf(spec) },
    parameters: spec.parameters,
    name: { namespace: metadata.namespace, name: metadata.name },
  };
}

function requireNone(
  file: string,
  problems: { path: string; message: string; expected?: string }[],
): void {
  if (problems.length > 0) {
    throw new InputError(
      problems
        .map(
          ({ path: at, message, expected }) =>
            `${file}: ${at || '/'}: ${message}${
              expected ? ` (expected ${expected})` : ''
            }`,
        )
        .join('\n'),
    );
  }
}

async function read<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  const result = schema.safeParse(await readYaml(file));
  if (!result.success) {
    throw new InputError(
      result.error.issues
        .map(issue => `${file}: /${issue.path.join('/')}: ${issue.message}`)
        .join('\n'),
    );
  }
  return result.data;
}

async function readYaml(file: string): Promise<unknown> {
  try {
    return parse(await fs.readFile(file, 'utf8'));
  } catch (error) {
    throw new InputError(`${file}: ${(error as Error).message}`);
  }
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

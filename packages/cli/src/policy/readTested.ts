import path from 'node:path';
import type { JsonObject } from '@backstage/types';
import { templatePolicySchema } from '@sandlot/plugin-environments-common';
import {
  checkPolicySet,
  checkTemplate,
  parseGrammar,
  policiesOf,
} from '@sandlot/plugin-environments-node';
import type {
  PolicySet,
  SourceDocument,
  TemplateProblem,
} from '@sandlot/plugin-environments-node';
import fs from 'fs-extra';
import { z } from 'zod/v4';
import type { Finding } from '../template/lint/Finding';
import { toFinding } from '../template/lint/toFinding';
import { readDocument } from './readDocument';

/** The policies that cases are of. */
export interface Tested {
  set: PolicySet;
  /** JSON Schema, where they are of a template. */
  parameters?: JsonObject;
  /** Of the template. */
  name: { namespace: string; name: string };
}

const POLICIES = z.array(templatePolicySchema);

/**
 * Reads what the cases of a file are of.
 *
 * @returns findings when it is not there or has faults
 */
export async function readTested(
  cases: { file: { path: string }; document: SourceDocument },
  names: { policies?: string; template?: string },
  caseFile: string,
  cwd: string,
): Promise<Tested | Finding[]> {
  const field = names.policies === undefined ? 'template' : 'policies';
  const named = names[field]!;
  const target = path.resolve(cwd, path.dirname(caseFile), named);
  const stats = await fs.stat(target).catch(() => undefined);
  if (!stats?.isFile()) {
    const problem = {
      path: `/${field}`,
      message: `there is no file "${named}"`,
      expected: 'its path, from the folder of this file on',
    };
    return [toFinding(cases, problem, 'error', 'cases')];
  }
  const { file, document, findings } = await readDocument(
    target,
    cwd,
    field === 'policies' ? 'list' : 'object',
  );
  if (!document) {
    return findings;
  }
  const { tested, problems } =
    field === 'policies' ? toPolicies(document) : toTemplate(document);
  return (
    tested ?? problems.map(one => toFinding({ file, document }, one, 'error'))
  );
}

interface Checked {
  tested?: Tested;
  problems: TemplateProblem[];
}

function toPolicies({ entity }: SourceDocument): Checked {
  const { data, problems: unread } = parseGrammar(POLICIES, entity);
  const problems = data ? checkPolicySet(data, '') : unread;
  return {
    problems,
    ...(data &&
      problems.length === 0 && {
        tested: {
          set: { source: 'portal', policies: data },
          name: { namespace: 'default', name: 'template' },
        },
      }),
  };
}

function toTemplate({ entity }: SourceDocument): Checked {
  const { problems, template } = checkTemplate(entity, { unresolved: true });
  if (!template) {
    return { problems };
  }
  const { spec, metadata } = template;
  return {
    problems,
    tested: {
      set: { source: 'template', policies: policiesOf(spec) },
      parameters: spec.parameters,
      name: { namespace: metadata.namespace, name: metadata.name },
    },
  };
}

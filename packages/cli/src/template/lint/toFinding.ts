import type {
  SourceDocument,
  TemplateProblem,
} from '@sandlot/plugin-environments-node';
import type { TemplateSet } from '../sources/TemplateSet';
import type { Finding } from './Finding';
import { ruleOf } from './rules';
import type { RuleId } from './rules';

/** What is wrong with the files themselves. */
export function fileFindings({ problems }: TemplateSet): Finding[] {
  return problems.map(({ file, rule, problem }) => ({
    rule,
    level: 'error',
    file: file.path,
    ...problem,
  }));
}

/** Makes a finding of a fault of a document. */
export function toFinding(
  { file, document }: { file: { path: string }; document: SourceDocument },
  problem: TemplateProblem,
  level: Finding['level'],
  rule: RuleId = ruleOf(problem),
): Finding {
  const { path, message, expected, offset } = problem;
  return {
    rule,
    level,
    file: file.path,
    ...document.locate(path, offset),
    path,
    message: sayWhat(document, path, message),
    ...(expected !== undefined && { expected }),
  };
}

/** What is not there has no place of its own, so the message names it. */
export function sayWhat(
  { entity }: SourceDocument,
  path: string,
  message: string,
): string {
  const keys = path.split('/').slice(1);
  const found = keys.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? Reflect.get(value, key.replaceAll('~1', '/').replaceAll('~0', '~'))
        : undefined,
    entity,
  );
  return found === undefined ? `${path}: ${message}` : message;
}

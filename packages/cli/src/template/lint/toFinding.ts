import type { TemplateProblem } from '@sandlot/plugin-environments-node';
import type { LoadedDocument, TemplateSet } from '../sources/TemplateSet';
import type { Finding } from './Finding';
import { ruleOf } from './rules';
import type { RuleId } from './rules';

/** What is wrong with the files themselves. */
export function fileFindings({ problems }: TemplateSet): Finding[] {
  return problems.map(({ file, problem }) => ({
    rule: problem.path === '/kind' ? 'kind' : 'yaml',
    level: 'error',
    file: file.path,
    ...problem,
  }));
}

/** Makes a finding of a fault of a document. */
export function toFinding(
  { file, document }: Pick<LoadedDocument, 'file' | 'document'>,
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
    message,
    ...(expected !== undefined && { expected }),
  };
}

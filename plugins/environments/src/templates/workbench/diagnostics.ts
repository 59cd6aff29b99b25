import { Diagnostic } from '@codemirror/lint';
import { Text } from '@codemirror/state';
import { Problem } from '@sandlot/plugin-environments-common';
import { toSentence } from '../../create/problems';

/** What was found, where it stands in the text; what has no line is left out. */
export function toDiagnostics(
  doc: Text,
  problems: Problem[],
  severity: Diagnostic['severity'],
): Diagnostic[] {
  return problems.flatMap(problem => {
    // The text may be shorter by now than the one that was checked.
    if (problem.line === undefined || problem.line > doc.lines) {
      return [];
    }
    const from = toOffset(doc, problem.line, problem.column);
    const { to } = doc.line(problem.line);
    return [{ from, to, severity, message: toSentence(problem) }];
  });
}

/**
 * @param line - from 1; past the end stands for the last
 * @param column - from 1; past the end of the line stands for its end
 */
export function toOffset(doc: Text, line: number, column = 1): number {
  const { from, to } = doc.line(Math.min(Math.max(1, line), doc.lines));
  return Math.min(from + Math.max(0, column - 1), to);
}

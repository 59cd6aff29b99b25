import type { Problem } from '@sandlot/plugin-environments-common';
import { parseGrammar } from '@sandlot/plugin-environments-node';
import type { Finding } from '../lint/Finding';
import { sayWhat } from '../lint/toFinding';
import type { CaseFile } from '../sources/TemplateSet';
import { caseFileSchema } from './caseSchema';
import type { CaseFileContent } from './caseSchema';

/** What a file of cases says, or what is wrong with it. */
export interface ReadCaseFile {
  /** Absent when there are findings. */
  content?: CaseFileContent;
  findings: Finding[];
}

/** Reads a file of cases. Faults of its YAML are with the file's other faults. */
export function readCaseFile({
  file,
  documents,
  isUnread,
  subject,
}: CaseFile): ReadCaseFile {
  const [document] = documents;
  const finding = ({ path, message, expected }: Problem): Finding => ({
    rule: 'cases',
    level: 'error',
    file: file.path,
    ...(document?.locate(path) ?? { line: 1, column: 1 }),
    path,
    message: document ? sayWhat(document, path, message) : message,
    ...(expected !== undefined && { expected }),
  });
  const findings: Finding[] = [];
  if (!subject) {
    const name = file.path.replace(/\.test(\.ya?ml)$/, '$1');
    const message = `there is no ${name} that these cases are of`;
    findings.push(finding({ path: '', message }));
  }
  // That is told already.
  if (isUnread) {
    return { findings };
  }
  if (documents.length !== 1) {
    const message = `${documents.length} documents in a file of cases`;
    return {
      findings: [...findings, finding({ path: '', message, expected: 'one' })],
    };
  }
  const { data, problems } = parseGrammar(caseFileSchema, document.entity);
  findings.push(...problems.map(finding));
  const names = (data?.cases ?? []).map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) {
      const message = `another case is named "${name}"`;
      findings.push(finding({ path: `/cases/${index}/name`, message }));
    }
  }
  return findings.length === 0 && data
    ? { content: data, findings }
    : { findings };
}

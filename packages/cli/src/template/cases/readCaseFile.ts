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
  subject,
}: CaseFile): ReadCaseFile {
  const [document] = documents;
  const finding = (path: string, message: string): Finding => ({
    rule: 'cases',
    level: 'error',
    file: file.path,
    ...(document?.locate(path) ?? { line: 1, column: 1 }),
    path,
    message: document ? sayWhat(document, path, message) : message,
  });
  const findings: Finding[] = [];
  if (!subject) {
    const name = file.path.replace(/\.test(\.ya?ml)$/, '$1');
    findings.push(finding('', `there is no ${name} that these cases are of`));
  }
  // That it can't be read is told already.
  if (!file.isUtf8) {
    return { findings };
  }
  if (documents.length !== 1) {
    const message = `${documents.length} documents in a file of cases`;
    return {
      findings: [...findings, { ...finding('', message), expected: 'one' }],
    };
  }
  const result = caseFileSchema.safeParse(document.entity);
  if (!result.success) {
    findings.push(
      ...result.error.issues.map(({ path, message }) =>
        finding(pointerOf(path), message),
      ),
    );
  }
  const names = (result.data?.cases ?? []).map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) {
      const message = `another case is named "${name}"`;
      findings.push(finding(`/cases/${index}/name`, message));
    }
  }
  return findings.length === 0 && result.success
    ? { content: result.data, findings }
    : { findings };
}

function pointerOf(path: PropertyKey[]): string {
  return path
    .map(key => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

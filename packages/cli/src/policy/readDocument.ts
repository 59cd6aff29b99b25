import type { SourceDocument } from '@sandlot/plugin-environments-node';
import type { Finding } from '../template/lint/Finding';
import { readFiles } from '../template/sources/readFiles';
import { readText } from '../template/sources/readText';

/** The one document of a file, or why there is none. */
export interface ReadDocument {
  file: { path: string };
  document?: SourceDocument;
  /** Empty where there is a document. */
  findings: Finding[];
}

/**
 * Reads a file of one document.
 *
 * @param path - absolute, or relative to `cwd`
 * @throws InputError when there is no such file, or it can't be read
 */
export async function readDocument(
  path: string,
  cwd: string,
  root: 'object' | 'list',
): Promise<ReadDocument> {
  const [file] = await readFiles([path], cwd);
  const { documents, problems } = readText(file, root);
  const findings = problems.map(
    (problem): Finding => ({
      rule: 'yaml',
      level: 'error',
      file: file.path,
      ...problem,
    }),
  );
  if (findings.length === 0 && documents.length !== 1) {
    findings.push({
      rule: 'yaml',
      level: 'error',
      file: file.path,
      path: '',
      line: 1,
      column: 1,
      message: `${documents.length} documents in this file`,
      expected: 'one',
    });
  }
  return {
    file,
    findings,
    ...(findings.length === 0 && { document: documents[0] }),
  };
}

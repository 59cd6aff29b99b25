import type { Finding } from '../lint/Finding';
import type { LoadedDocument, TemplateSet } from '../sources/TemplateSet';
import type { TestCase } from './caseSchema';
import { readCaseFile } from './readCaseFile';

/** The cases of a template, and where they are written. */
export interface FoundCases {
  file: string;
  cases: TestCase[];
}

/** Which cases belong to which template. */
export function casesOf(set: TemplateSet): {
  bySubject: Map<LoadedDocument, FoundCases>;
  findings: Finding[];
} {
  const bySubject = new Map<LoadedDocument, FoundCases>();
  const findings: Finding[] = [];
  for (const caseFile of set.cases) {
    const { content, findings: unread } = readCaseFile(caseFile);
    findings.push(...unread);
    if (!content) {
      continue;
    }
    const { file, subject, documents } = caseFile;
    const there = set.templates.filter(one => one.file === subject);
    const wanted = content.template;
    const meant = wanted
      ? there.filter(({ entity }) => entity.metadata.name === wanted)
      : there;
    if (meant.length === 1) {
      bySubject.set(meant[0], { file: file.path, cases: content.cases });
      continue;
    }
    const names = there.map(({ entity }) => entity.metadata?.name).join(', ');
    findings.push({
      rule: 'cases',
      level: 'error',
      file: file.path,
      ...documents[0].locate('/template'),
      path: '/template',
      message: `which template of ${subject?.path} these cases are of can't be told`,
      expected: `template: one of ${
        names || 'none: there is no template in it'
      }`,
    });
  }
  return { bySubject, findings };
}

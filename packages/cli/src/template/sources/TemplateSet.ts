import { stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import {
  ENVIRONMENT_MODULE_KIND,
  ENVIRONMENT_TEMPLATE_API_VERSION,
  ENVIRONMENT_TEMPLATE_KIND,
} from '@sandlot/plugin-environments-common';
import type {
  SourceDocument,
  SourceProblem,
} from '@sandlot/plugin-environments-node';
import { readText } from './readText';
import type { SourceFile } from './SourceFile';

/** A document of ours and the file that it is in. */
export interface LoadedDocument {
  file: SourceFile;
  document: SourceDocument;
  entity: Entity;
  /** Full entity reference; undefined where there is no name to tell. */
  ref: string | undefined;
}

/** A file that could not be read as YAML, or holds nothing of ours though it was named. */
export interface FileProblem {
  file: SourceFile;
  rule: 'yaml' | 'kind';
  problem: SourceProblem;
}

/** A file of test cases, and the file that its templates are in. */
export interface CaseFile {
  file: SourceFile;
  documents: SourceDocument[];
  /** Its YAML has faults, which are among those of the set. */
  isUnread: boolean;
  subject: SourceFile | undefined;
}

const CASES = /\.test(\.ya?ml)$/;
/** Cheap to look for, so that other files aren't read as YAML. */
const OURS = ENVIRONMENT_TEMPLATE_API_VERSION.split('/')[0];

/** All templates, modules and case files among some files. */
export class TemplateSet {
  private constructor(
    readonly templates: LoadedDocument[],
    readonly modules: LoadedDocument[],
    readonly cases: CaseFile[],
    readonly problems: FileProblem[],
  ) {}

  /** Other kinds are ignored; files without a word of ours aren't looked into. */
  static create(files: SourceFile[]): TemplateSet {
    const set = new TemplateSet([], [], [], []);
    const isCases = (file: SourceFile) => CASES.test(file.path);
    for (const file of files.filter(one => !isCases(one))) {
      if (file.isNamed || file.text.includes(OURS)) {
        set.read(file);
      }
    }
    const byPath = new Map(files.map(file => [file.path, file]));
    for (const file of files.filter(isCases)) {
      set.readCases(file, byPath.get(file.path.replace(CASES, '$1')));
    }
    return set;
  }

  /** Finds a module by its full reference, here or in another set. */
  moduleFinder(other?: TemplateSet): (ref: string) => Entity | undefined {
    const all = [...(other?.modules ?? []), ...this.modules];
    const byRef = new Map(all.map(({ ref, entity }) => [ref, entity]));
    return ref => byRef.get(ref);
  }

  private read(file: SourceFile): void {
    const { documents, problems } = readText(file);
    this.add('yaml', file, problems);
    const before = this.templates.length + this.modules.length;
    for (const document of documents) {
      const { entity } = document;
      const loaded = { file, document, entity, ref: refOf(entity) };
      if (isKind(entity, ENVIRONMENT_TEMPLATE_KIND)) {
        this.templates.push(loaded);
      } else if (isKind(entity, ENVIRONMENT_MODULE_KIND)) {
        this.modules.push(loaded);
      } else if (String(entity.apiVersion).startsWith(`${OURS}/`)) {
        this.add('kind', file, [
          {
            path: '/kind',
            message: entity.kind
              ? `there is no kind "${entity.kind}" of ${entity.apiVersion}`
              : '/kind: missing',
            expected: `${ENVIRONMENT_TEMPLATE_KIND} or ${ENVIRONMENT_MODULE_KIND} of ${ENVIRONMENT_TEMPLATE_API_VERSION}`,
            ...document.locate('/kind'),
          },
        ]);
      }
    }
    const isEmpty = this.templates.length + this.modules.length === before;
    if (file.isNamed && isEmpty && this.problems.at(-1)?.file !== file) {
      this.add('kind', file, [
        {
          path: '',
          message: 'there is no template or module in this file',
          expected: `apiVersion: ${ENVIRONMENT_TEMPLATE_API_VERSION}`,
          line: 1,
          column: 1,
        },
      ]);
    }
  }

  private readCases(file: SourceFile, subject: SourceFile | undefined): void {
    const hasTemplate = this.templates.some(one => one.file === subject);
    // Other tools have files of that name too.
    if (!file.isNamed && !hasTemplate) {
      return;
    }
    const { documents, problems } = readText(file);
    this.add('yaml', file, problems);
    const isUnread = problems.length > 0;
    this.cases.push({ file, documents, isUnread, subject });
  }

  private add(
    rule: FileProblem['rule'],
    file: SourceFile,
    problems: SourceProblem[],
  ): void {
    this.problems.push(...problems.map(problem => ({ file, rule, problem })));
  }
}

function isKind(entity: Entity, kind: string): boolean {
  return (
    entity.apiVersion === ENVIRONMENT_TEMPLATE_API_VERSION &&
    entity.kind === kind
  );
}

function refOf({ kind, metadata }: Entity): string | undefined {
  const { name, namespace = 'default' } = metadata ?? {};
  const isNamed = [kind, namespace, name].every(
    part => typeof part === 'string',
  );
  return isNamed ? stringifyEntityRef({ kind, namespace, name }) : undefined;
}

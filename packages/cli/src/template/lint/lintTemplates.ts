import {
  checkModule,
  checkTemplate,
  moduleRefOf,
} from '@sandlot/plugin-environments-node';
import type { TemplateProblem } from '@sandlot/plugin-environments-node';
import { casesOf } from '../cases/casesOf';
import type { ReadSet } from '../sources/readSet';
import type { LoadedDocument } from '../sources/TemplateSet';
import type { Finding } from './Finding';
import { fileFindings, toFinding } from './toFinding';

/** What lint found, and in how much. */
export interface LintResult {
  /** By file and place. */
  findings: Finding[];
  templates: number;
  modules: number;
  caseFiles: number;
}

/** Where a template names a module. */
const USE = /^\/spec\/(modules|addOns)\/\d+\/module$/;

/** All that is wrong with templates, modules and case files, each with its place. */
export function lintTemplates({ set, extra }: ReadSet): LintResult {
  const modules = set.moduleFinder(extra);
  const faultyModules = new Map<string, string>();
  const findings = fileFindings(set);

  for (const loaded of set.modules) {
    const { problems, warnings } = checkModule(loaded.entity);
    findings.push(
      ...problems.map(problem => toFinding(loaded, problem, 'error')),
      ...warnings.map(problem => toFinding(loaded, problem, 'warning')),
    );
    if (problems.length > 0 && loaded.ref) {
      faultyModules.set(loaded.ref, loaded.file.path);
    }
  }
  for (const loaded of set.templates) {
    const { problems, warnings } = checkTemplate(loaded.entity, { modules });
    findings.push(
      ...ownProblems(problems, faultyModules).map(problem =>
        toFinding(loaded, problem, 'error'),
      ),
      ...warnings.map(problem => toFinding(loaded, problem, 'warning')),
    );
  }
  findings.push(...duplicates(set.templates), ...duplicates(set.modules));
  findings.push(...casesOf(set).findings);
  return {
    findings: findings.sort(byPlace),
    templates: set.templates.length,
    modules: set.modules.length,
    caseFiles: set.cases.length,
  };
}

/** The faults of a module are told where it is written, and here once that there are some. */
function ownProblems(
  problems: TemplateProblem[],
  faultyModules: ReadonlyMap<string, string>,
): TemplateProblem[] {
  const told = new Set<string>();
  return problems.flatMap(problem => {
    const name = /^module "([^"]+)", \//.exec(problem.message)?.[1];
    const file =
      name !== undefined && USE.test(problem.path)
        ? findFaulty(name, faultyModules)
        : undefined;
    if (!file) {
      return [problem];
    }
    if (told.has(problem.path)) {
      return [];
    }
    told.add(problem.path);
    const message = `module "${name}" has faults of its own, see ${file}`;
    return [{ path: problem.path, message }];
  });
}

function findFaulty(
  name: string,
  faultyModules: ReadonlyMap<string, string>,
): string | undefined {
  const ref = moduleRefOf(name);
  return ref && faultyModules.get(ref);
}

function duplicates(all: LoadedDocument[]): Finding[] {
  const seen = new Map<string, LoadedDocument>();
  return all.flatMap(loaded => {
    const first = loaded.ref ? seen.get(loaded.ref) : undefined;
    if (!first) {
      seen.set(loaded.ref ?? '', loaded);
      return [];
    }
    const { line } = first.document.locate('/metadata/name');
    const message = `there is another ${loaded.ref} in ${first.file.path}:${line}`;
    const problem = { path: '/metadata/name', message };
    return [toFinding(loaded, problem, 'error', 'duplicate')];
  });
}

function byPlace(one: Finding, other: Finding): number {
  if (one.file !== other.file) {
    return one.file < other.file ? -1 : 1;
  }
  return one.line - other.line || one.column - other.column;
}

import path from 'node:path';
import { checkTemplate } from '@sandlot/plugin-environments-node';
import type { Finding } from '../lint/Finding';
import { fileFindings, toFinding } from '../lint/toFinding';
import type { ReadSet } from '../sources/readSet';
import { casesOf } from './casesOf';
import { runCase } from './runCase';
import type { CaseFailure } from './runCase';
import { Snapshots } from './Snapshots';
import type { SnapshotMode } from './Snapshots';

/** How one case came out. */
export interface CaseResult {
  name: string;
  /** Empty when it passed. */
  failures: CaseFailure[];
}

/** The cases of one template. */
export interface TemplateResult {
  /** Full entity reference. */
  template: string;
  /** The file of the cases; absent when there is none. */
  file?: string;
  cases: CaseResult[];
  /** Names of cases whose snapshots were written. */
  written: string[];
  /** Snapshots that are of no case. */
  obsolete: string[];
}

/** How all of them came out. */
export interface TestResult {
  templates: TemplateResult[];
  /** Why a template or its cases could not be read. */
  findings: Finding[];
}

/** Runs the cases of all templates. */
export async function testTemplates(
  { set, extra }: ReadSet,
  options: { cwd: string; mode: SnapshotMode },
): Promise<TestResult> {
  const modules = set.moduleFinder(extra);
  const findings = fileFindings(set);
  const templates: TemplateResult[] = [];
  const { bySubject, findings: unread } = casesOf(set);
  findings.push(...unread);

  for (const loaded of set.templates) {
    const { template, problems } = checkTemplate(loaded.entity, { modules });
    if (!template) {
      findings.push(...problems.map(one => toFinding(loaded, one, 'error')));
      continue;
    }
    const result: TemplateResult = {
      template: loaded.ref!,
      cases: [],
      written: [],
      obsolete: [],
    };
    templates.push(result);
    const found = bySubject.get(loaded);
    if (!found) {
      continue;
    }
    const { file, cases } = found;
    const absolute = path.resolve(options.cwd, file);
    const snapshots = await Snapshots.create(absolute, options.mode);
    result.file = file;
    result.cases = cases.map(one => ({
      name: one.name,
      failures: runCase(template, one, snapshots),
    }));
    Object.assign(result, await snapshots.save());
  }
  return { templates, findings };
}

/** Whether everything that there is passed. */
export function hasPassed({ templates, findings }: TestResult): boolean {
  return (
    findings.every(({ level }) => level !== 'error') &&
    templates.every(({ cases }) =>
      cases.every(({ failures }) => failures.length === 0),
    )
  );
}

import { isDeepStrictEqual } from 'node:util';
import {
  checkTemplate,
  diffObjects,
  revisionOf,
  sampleParameters,
} from '@sandlot/plugin-environments-node';
import type {
  EnvironmentTemplate,
  FieldChange,
  KubernetesObject,
  ObjectChange,
} from '@sandlot/plugin-environments-node';
import type { Problem } from '@sandlot/plugin-environments-common';
import type { JsonObject } from '@backstage/types';
import { casesOf } from '../cases/casesOf';
import type { TestCase } from '../cases/caseSchema';
import type { Finding } from '../lint/Finding';
import { fileFindings, toFinding } from '../lint/toFinding';
import { renderRequest } from '../render/renderRequest';
import type { RenderRequest } from '../render/renderRequest';
import type { LoadedDocument, TemplateSet } from '../sources/TemplateSet';

/** What a request would get otherwise. */
export interface RenderedDifference {
  /** Name of the case, or "with the defaults". */
  name: string;
  changes: ObjectChange[];
  /** Why the older, and why the newer template refuses the request. */
  refusedBefore?: Problem[];
  refusedAfter?: Problem[];
}

/** How a template differs. */
export interface TemplateDifference {
  /** Full entity reference. */
  template: string;
  change: 'added' | 'removed' | 'changed';
  before?: { file: string; revision: string };
  after?: { file: string; revision: string };
  /** Of what ops wrote, but for the objects: those are told as they come out. */
  fields: FieldChange[];
  rendered: RenderedDifference[];
}

/** How two sets of templates differ. */
export interface DiffResult {
  templates: TemplateDifference[];
  /** Why one can't be compared. */
  findings: Finding[];
}

interface Side {
  set: TemplateSet;
  templates: Map<
    string,
    { loaded: LoadedDocument; template: EnvironmentTemplate }
  >;
  findings: Finding[];
}

const OBJECTS = /^\/(spec|modules\/[^/]+\/spec)\/resources(\/|\[|$)/;
const DEFAULTS = 'with the defaults';

/** Compares all templates of two sets, by entity reference. */
export function diffTemplates(
  old: { set: TemplateSet; extra?: TemplateSet },
  now: { set: TemplateSet; extra?: TemplateSet },
): DiffResult {
  const before = readSide(old);
  const after = readSide(now);
  const oldCases = casesOfSide(before);
  const newCases = casesOfSide(after);
  const refs = [
    ...new Set([...before.templates.keys(), ...after.templates.keys()]),
  ]
    // What one side doesn't have may be there with faults: then it isn't removed or added.
    .filter(ref =>
      [before, after].every(
        side => side.templates.has(ref) || side.findings.length === 0,
      ),
    )
    .sort();
  return {
    templates: refs.flatMap(ref =>
      diffTemplate(
        ref,
        before.templates.get(ref),
        after.templates.get(ref),
        newCases.byRef.get(ref) ?? oldCases.byRef.get(ref) ?? [],
      ),
    ),
    findings: [
      ...before.findings,
      ...after.findings,
      // What is mended by now need not be told.
      ...(newCases.byRef.size > 0 ? [] : oldCases.findings),
      ...newCases.findings,
    ],
  };
}

function readSide({
  set,
  extra,
}: {
  set: TemplateSet;
  extra?: TemplateSet;
}): Side {
  const modules = set.moduleFinder(extra);
  const findings = fileFindings(set);
  const side: Side = { set, templates: new Map(), findings };
  for (const loaded of set.templates) {
    const { template, problems } = checkTemplate(loaded.entity, { modules });
    side.findings.push(...problems.map(one => toFinding(loaded, one, 'error')));
    if (template && loaded.ref) {
      side.templates.set(loaded.ref, { loaded, template });
    }
  }
  return side;
}

function casesOfSide({ set }: Side): {
  byRef: Map<string, TestCase[]>;
  findings: Finding[];
} {
  const { bySubject, findings } = casesOf(set);
  const byRef = new Map(
    [...bySubject].map(([{ ref }, { cases }]) => [ref ?? '', cases]),
  );
  return { byRef, findings };
}

function diffTemplate(
  ref: string,
  before: { loaded: LoadedDocument; template: EnvironmentTemplate } | undefined,
  after: { loaded: LoadedDocument; template: EnvironmentTemplate } | undefined,
  cases: TestCase[],
): TemplateDifference[] {
  const sides = {
    ...(before && { before: sideOf(before) }),
    ...(after && { after: sideOf(after) }),
  };
  if (!before || !after) {
    const change = after ? 'added' : 'removed';
    return [{ template: ref, change, ...sides, fields: [], rendered: [] }];
  }
  if (sides.before!.revision === sides.after!.revision) {
    return [];
  }
  const [change] = diffObjects(
    [asObject(before.template)],
    [asObject(after.template)],
  );
  return [
    {
      template: ref,
      change: 'changed',
      ...sides,
      fields: (change?.fields ?? []).filter(({ path }) => !OBJECTS.test(path)),
      rendered: requestsOf(cases).flatMap(({ name, request }) =>
        diffRendered(name, request, before.template, after.template),
      ),
    },
  ];
}

function sideOf(side: {
  loaded: LoadedDocument;
  template: EnvironmentTemplate;
}): { file: string; revision: string } {
  return {
    file: side.loaded.file.path,
    revision: revisionOf(side.template),
  };
}

/** A template has the shape of an object, so it is compared as one. */
function asObject(template: EnvironmentTemplate): KubernetesObject {
  return template as unknown as KubernetesObject;
}

function requestsOf(
  cases: TestCase[],
): { name: string; request?: RenderRequest }[] {
  return cases.length > 0
    ? cases.map(({ name, expect: _, ...request }) => ({
        name,
        request: {
          ...request,
          parameters: (request.parameters ?? {}) as JsonObject,
        },
      }))
    : [{ name: DEFAULTS }];
}

function diffRendered(
  name: string,
  request: RenderRequest | undefined,
  before: EnvironmentTemplate,
  after: EnvironmentTemplate,
): RenderedDifference[] {
  const old = renderRequest(before, request ?? usualRequest(before));
  const now = renderRequest(after, request ?? usualRequest(after));
  const difference: RenderedDifference = {
    name,
    changes: diffObjects(old.objects, now.objects),
    ...(old.problems.length > 0 && { refusedBefore: old.problems }),
    ...(now.problems.length > 0 && { refusedAfter: now.problems }),
  };
  // Refused for the same reason, it is as it was.
  if (
    old.problems.length > 0 &&
    isDeepStrictEqual(old.problems, now.problems)
  ) {
    return [];
  }
  if (old.problems.length > 0 || now.problems.length > 0) {
    difference.changes = [];
    return [difference];
  }
  return difference.changes.length > 0 ? [difference] : [];
}

/** A fresh form; what must be chosen and has no default is chosen by example. */
function usualRequest(template: EnvironmentTemplate): RenderRequest {
  return { parameters: sampleParameters(template) ?? {} };
}

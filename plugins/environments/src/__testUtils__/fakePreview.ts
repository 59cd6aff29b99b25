import {
  Cluster,
  Preview,
  PreviewRequest,
  Problem,
  TemplateDetail,
} from '@sandlot/plugin-environments-common';
import { LineCounter, parseAllDocuments } from 'yaml';
import { ADD_ON_CONDITIONS } from './componentTemplate';
import { OBJECTS, SUMMARY } from './fixtures';

type Values = Record<string, unknown>;
type Schema = {
  default?: unknown;
  maximum?: number;
  ui?: { when?: string };
};

/** What the server would answer, with rules simple enough to be seen through. */
export function fakePreview(
  template: TemplateDetail,
  request: PreviewRequest,
  cluster: Cluster,
): Preview {
  const properties = (template.parameters.properties ?? {}) as Record<
    string,
    Schema
  >;
  const values: Values = {
    ...Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [
        name,
        schema.default,
      ]),
    ),
    ...request.parameters,
  };
  const addOns = template.addOns
    .map(({ name }) => name)
    .filter(name => isTrue(ADD_ON_CONDITIONS[name], values));
  const own = fakeOwnManifests(template, request.manifests ?? '');
  const problems = [
    ...parameterProblems(template, request.parameters),
    ...own.problems,
    ...(request.addOns ?? [])
      .filter(name => !addOns.includes(name))
      .map((name, index) => ({
        path: `/addOns/${index}`,
        message: `${name} is not on offer with these choices`,
      })),
  ];
  const made = [
    ...OBJECTS.map(object => ({ ...object, name: request.name })),
    ...(request.addOns ?? []).map(name => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      wave: 'workloads' as const,
      origin: `add-on.${name}`,
      name,
    })),
    ...own.manifests.map(({ apiVersion, kind, metadata }) => ({
      apiVersion,
      kind,
      wave: 'workloads' as const,
      origin: 'developer',
      name: metadata.name,
    })),
  ];
  return {
    template: template.ref,
    revision: template.revision,
    cluster,
    policies: [],
    approvals: [],
    forcedAddOns: [],
    summary: SUMMARY,
    objects:
      problems.length > 0
        ? []
        : made.map(object => ({
            ...object,
            manifest: {
              apiVersion: object.apiVersion,
              kind: object.kind,
              metadata: { name: object.name },
            },
          })),
    problems,
    hidden: Object.keys(properties).filter(
      name => !isTrue(properties[name].ui?.when, values),
    ),
    addOns,
    lease: fakeLease(template, request),
    limits: [],
    waits: false,
  };
}

/** The template's own words are days, which is all that these tests have. */
function fakeLease(
  { lease }: TemplateDetail,
  { expiresAt }: PreviewRequest,
): Preview['lease'] {
  const length = lease?.default ?? lease?.maximum;
  const end = expiresAt ?? (length && inDays(parseInt(length, 10)));
  return end
    ? {
        expiresAt: end,
        latest: lease?.maximum && inDays(parseInt(lease.maximum, 10)),
      }
    : undefined;
}

/** @returns that many days from now, in ISO 8601 */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

function parameterProblems(template: TemplateDetail, values: Values) {
  const problems: Problem[] = [];
  for (const name of (template.parameters.required as string[]) ?? []) {
    if (values[name] === undefined) {
      problems.push({ path: `/parameters/${name}`, message: 'missing' });
    }
  }
  const schemas = template.parameters.properties as Record<string, Schema>;
  for (const [name, { maximum = Infinity }] of Object.entries(schemas ?? {})) {
    if (Number(values[name]) > maximum) {
      problems.push({
        path: `/parameters/${name}`,
        message: `it is more than ${maximum}`,
        expected: `a whole number, at most ${maximum}`,
      });
    }
  }
  // The rules of a template come after its schema.
  if (problems.length === 0 && Number(values.storage) > 40) {
    problems.push({
      path: '/parameters/storage',
      message: 'The platform team allows 40 GiB',
      expected: 'at most 40',
    });
  }
  return problems;
}

/** The one form of condition that the templates of these tests use. */
function isTrue(condition: string | undefined, values: Values): boolean {
  const [, name, value] =
    /^parameters\.(\w+) != "(.*)"$/.exec(condition ?? '') ?? [];
  return name === undefined || values[name] !== value;
}

interface OwnManifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
}

/** What is wrong with objects of one's own, and what they are. */
export function fakeOwnManifests(template: TemplateDetail, text: string) {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines });
  const kinds = template.ownManifests?.kinds ?? [];
  const problems: Problem[] = [];
  const manifests: OwnManifest[] = [];
  for (const [index, document] of [...documents].entries()) {
    const manifest = document.toJS() as OwnManifest;
    const place = document.range?.[0] ?? 0;
    manifests.push(manifest);
    if (!kinds.includes(manifest?.kind)) {
      problems.push({
        path: `/manifests/${index}/kind`,
        message: `${manifest?.kind} may not be added here`,
        expected: `one of ${kinds.join(', ')}`,
        line: lines.linePos(place).line,
      });
    }
  }
  return { manifests, problems };
}

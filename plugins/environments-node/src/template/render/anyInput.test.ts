import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { JsonObject } from '@backstage/types';
import type { KubernetesObject } from '../../KubernetesObject';
import { LABEL_ORIGIN } from '../../labels';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { validateAddOns } from '../modules/validateAddOns';
import { checkOwnManifests } from '../ownManifests/checkOwnManifests';
import { choicesOf } from '../parameters/choicesOf';
import { propertiesOf } from '../parameters/propertiesOf';
import { validateParameters } from '../parameters/validateParameters';
import { parseTemplate } from '../parseTemplate';
import { revisionOf } from '../revisionOf';
import { ADMITTED_KINDS } from '../safety/kinds';
import { TemplateError } from '../TemplateError';
import {
  configMap,
  deployment,
  findIn,
  testEntityWith,
  testInput,
  testModule,
} from '../testTemplate';
import type { RenderInput } from './RenderInput';
import { renderTemplate } from './renderTemplate';

const TEMPLATES = resolve(__dirname, '../../../../../templates');
const EXPRESSION = '${environment.id}';

function load(path: string): any {
  return parse(readFileSync(resolve(TEMPLATES, path), 'utf8'));
}

const MODULES = readdirSync(resolve(TEMPLATES, 'modules')).map(name =>
  load(`modules/${name}/module.yaml`),
);

/** Everything that the grammar has, with as many holes for values as there can be. */
const RICH = testEntityWith({
  parameters: {
    type: 'object',
    required: ['text', 'count'],
    properties: {
      text: { type: 'string' },
      count: { type: 'integer' },
      size: { type: 'string', enum: ['S', 'L'], default: 'S' },
      data: { type: 'object', additionalProperties: true, default: {} },
      extra: {
        type: 'string',
        default: 'x',
        ui: { when: 'parameters.size == "L"' },
      },
    },
  },
  modules: [
    {
      module: 'free',
      when: 'parameters.count > 0',
      with: { name: '${parameters.text}', data: '${parameters.data}' },
    },
  ],
  addOns: [
    {
      name: 'one',
      module: 'free',
      with: { name: 'one', data: { a: '${parameters.extra}' } },
    },
    {
      name: 'two',
      module: 'free',
      when: 'parameters.size == "L"',
      with: { name: '${addOns.join("-")}', data: '${parameters.data}' },
    },
  ],
  ownManifests: { kinds: ['ConfigMap', 'Deployment', 'Service'] },
});
const FREE = testModule('free', {
  parameters: {
    type: 'object',
    required: ['name', 'data'],
    properties: {
      name: { type: 'string' },
      data: { type: 'object', additionalProperties: true },
    },
  },
  resources: [
    configMap('${parameters.data}', {
      name: '${parameters.name}',
      labels: '${parameters.data}',
    }),
  ],
});

const KINDS: [string, EnvironmentTemplate][] = [
  ['rich', parseTemplate(RICH, { modules: findIn(FREE) })],
  ...['team-sandbox', 'service-sandbox', 'database-sandbox'].map(
    (name): [string, EnvironmentTemplate] => [
      name,
      parseTemplate(load(`${name}/template.yaml`), {
        modules: findIn(...MODULES),
      }),
    ],
  ),
];

const hostile = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '}}\n---\nkind: ClusterRole',
    EXPRESSION,
    '$${x}',
    'system:masters',
    'kube-system',
    'fine',
    'settings',
  ),
);
const key = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'metadata',
    'namespace',
    'hostNetwork',
    'sandlot.dev/environment',
  ),
);
const tree = fc.letrec<{ node: unknown }>(tie => ({
  node: fc.oneof(
    { depthSize: 'small' },
    hostile,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(key, tie('node'), { maxKeys: 3 }),
  ),
})).node;
const data = fc.dictionary(key, tree, { maxKeys: 3 });

/** Mostly what a parameter admits, so that much of it is rendered. */
function valueOf(schema: Record<string, any>): fc.Arbitrary<unknown> {
  const choices = choicesOf(schema);
  if (choices) {
    return fc.constantFrom(...choices);
  }
  switch (schema.type) {
    case 'integer':
      return fc.integer({
        min: schema.minimum ?? -9,
        max: schema.maximum ?? 99,
      });
    case 'boolean':
      return fc.boolean();
    case 'object':
      return data;
    default:
      return schema.pattern
        ? fc.oneof(
            fc.constant(schema.default),
            fc.stringMatching(new RegExp(schema.pattern)),
            hostile,
          )
        : hostile;
  }
}

function parametersOf(template: EnvironmentTemplate): fc.Arbitrary<JsonObject> {
  const fields = propertiesOf(template.spec.parameters).map(
    ({ name, schema }) => [name, valueOf(schema)],
  );
  return fc.record(Object.fromEntries(fields), {
    requiredKeys: (template.spec.parameters?.required ?? []) as string[],
  }) as fc.Arbitrary<JsonObject>;
}

const ownObject = fc.oneof(
  fc
    .record({ name: fc.oneof(fc.constantFrom('mine', 'other'), hostile), data })
    .map(({ name, data: content }) => configMap(content, { name })),
  fc.constant({ ...deployment(), metadata: { name: 'own' } }),
  data.map(pod => ({ ...deployment(pod), metadata: { name: 'own' } })),
  fc.record({
    apiVersion: hostile,
    kind: fc.oneof(hostile, fc.constantFrom(...Object.keys(ADMITTED_KINDS))),
    metadata: data,
    spec: tree,
  }),
);

/** @throws what is no refusal */
function attempt(template: EnvironmentTemplate, input: RenderInput) {
  try {
    return { objects: renderTemplate(template, input) };
  } catch (error) {
    if (error instanceof TemplateError) {
      return { refusal: error.problems };
    }
    throw error;
  }
}

describe.each(KINDS)('%s, whatever is asked for', (_, template) => {
  const offered = (template.spec.addOns ?? []).map(({ name }) => name);
  const request = fc.record({
    sent: parametersOf(template),
    addOns: fc.uniqueArray(fc.constantFrom('nobody', ...offered), {
      maxLength: 3,
    }),
    own: fc.oneof(fc.constant([]), fc.array(ownObject, { maxLength: 3 })),
  });

  it('yields admitted objects in the one namespace, the same twice, or a refusal', () => {
    let rendered = 0;
    fc.assert(
      fc.property(request, ({ sent, addOns, own }) => {
        const { parameters, problems } = validateParameters(template, sent);
        const refused =
          problems.length > 0 ||
          validateAddOns(template, addOns, parameters).length > 0;
        const input = {
          ...testInput(parameters),
          revision: revisionOf(template),
          addOns: refused ? [] : addOns,
          ownManifests: [...own] as KubernetesObject[],
        };
        const { objects, refusal } = attempt(template, input);
        expect(objects ?? refusal).not.toEqual([]);
        if (!objects) {
          return;
        }
        rendered += 1;
        expect(renderTemplate(template, input)).toEqual(objects);
        expect(objects[0].kind).toBe('Namespace');
        for (const { apiVersion, kind, metadata } of objects.slice(1)) {
          expect(ADMITTED_KINDS[kind]?.apiVersion).toBe(apiVersion);
          expect(metadata.namespace).toBe('env-checkout-1');
          expect(metadata.labels?.['sandlot.dev/environment']).toBe(
            input.environment.id,
          );
          expect(metadata.labels?.[LABEL_ORIGIN]).toBeDefined();
          expect(
            metadata.ownerReferences ?? metadata.finalizers,
          ).toBeUndefined();
        }
        const brought = objects.filter(
          ({ metadata }) => metadata.labels?.[LABEL_ORIGIN] === 'developer',
        );
        expect(brought).toHaveLength(own.length);
        expect(checkOwnManifests(template, [...own])).toEqual([]);
      }),
      { numRuns: 120 },
    );
    // Else this would show nothing.
    expect(rendered).toBeGreaterThan(10);
  });
});

describe('what a person types', () => {
  const [[, template]] = KINDS;
  const text = fc.oneof(
    hostile,
    fc.string().map(some => `\${${some}}`),
  );

  it('is never taken for an expression, through modules and own manifests', () => {
    fc.assert(
      fc.property(text, typed => {
        const objects = renderTemplate(template, {
          ...testInput({
            text: 'name',
            count: 1,
            size: 'L',
            data: {},
            extra: typed,
          }),
          addOns: ['one'],
          ownManifests: [configMap({ a: typed }, { name: 'mine' })],
        });
        const dataOf = (name: string) =>
          objects.find(({ metadata }) => metadata.name === name)?.data;
        expect(dataOf('one')).toEqual({ a: typed });
        expect(dataOf('mine')).toEqual({ a: typed });
      }),
      { numRuns: 200 },
    );
  });
});

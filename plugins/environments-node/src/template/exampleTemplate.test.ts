import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import { checkModule } from './check/checkModule';
import { checkTemplate } from './check/checkTemplate';
import { moduleRefOf } from './modules/moduleRefOf';
import { validateAddOns } from './modules/validateAddOns';
import { validateParameters } from './parameters/validateParameters';
import { parseTemplate } from './parseTemplate';
import { renderTemplate } from './render/renderTemplate';
import { ADMITTED_KINDS } from './safety/kinds';
import { testInput } from './testTemplate';

const DOCS = resolve(__dirname, '../../../../docs');
const SHIPPED = resolve(__dirname, '../../../../templates/modules');

/** A fenced block of YAML, with the file that the comment before it names. */
interface Block {
  file?: string;
  text: string;
}

/** A part of a file may stand there further in. */
const INDENTATIONS = [0, 2, 4, 6, 8];

const page = read('templates.md');
const blocks: Block[] = [
  ...page.matchAll(/(?:<!-- (\S+) -->\n\n)?^(`{3,})yaml\n(.*?)^\2$/gms),
].map(([, file, , text]) => ({ file, text }));
const modules = new Map<string, Entity>(
  [
    ...found(SHIPPED, '*/module.yaml').map(file => resolve(SHIPPED, file)),
    ...found(DOCS, 'examples/modules/*/module.yaml'),
  ].map(file => {
    const entity: Entity = parse(read(file));
    return [moduleRefOf(entity.metadata.name)!, entity];
  }),
);
const lookUp = { modules: (ref: string) => modules.get(ref) };

function read(path: string): string {
  return readFileSync(resolve(DOCS, path), 'utf8');
}

function found(folder: string, pattern: string): string[] {
  // What a command rendered before, for comparison, is no template.
  return globSync(pattern, { cwd: folder })
    .filter(file => !file.includes('__snapshots__'))
    .sort();
}

function indent(text: string, spaces: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(spaces));
}

function render(file: string, chosen: JsonObject, addOns: string[] = []) {
  const template = parseTemplate(parse(read(file)), lookUp);
  const { parameters, problems } = validateParameters(template, chosen);
  expect(problems).toEqual([]);
  expect(validateAddOns(template, addOns, parameters)).toEqual([]);
  return renderTemplate(template, {
    ...testInput(parameters),
    addOns,
  }) as any[];
}

function named(objects: any[], kind: string, name: string) {
  return objects.find(
    object => object.kind === kind && object.metadata.name === name,
  );
}

describe('docs/templates.md', () => {
  it('quotes every YAML from a file, as it is there', () => {
    expect(blocks.length).toBeGreaterThan(10);
    for (const { file, text } of blocks) {
      expect({ file, text }).toEqual({ file: expect.any(String), text });
      const source = `\n${read(file!)}`;
      const isThere = INDENTATIONS.some(spaces =>
        source.includes(`\n${indent(text, spaces)}`),
      );
      expect({ file, text, isThere }).toEqual({ file, text, isThere: true });
    }
  });

  it('shows templates and modules whole', () => {
    const whole = blocks.filter(({ text }) =>
      /^kind: Environment(Template|Module)$/m.test(text),
    );
    expect(whole.map(({ file }) => file)).toEqual([
      'examples/hello/template.yaml',
      'examples/modules/holding-page/module.yaml',
      'examples/bare/template.yaml',
    ]);
    for (const { file, text } of whole) {
      expect(text).toBe(read(file!));
    }
  });

  it('names every kind that a template may hold', () => {
    for (const kind of Object.keys(ADMITTED_KINDS)) {
      expect(page).toContain(`\`${kind}\``);
    }
  });

  it('shows a fault as it is told', () => {
    const entity = parse(read('examples/hello/template.yaml'));
    entity.spec.resources[1].spec.type = 'NodePort';
    const [{ path, message, expected }] = checkTemplate(
      entity,
      lookUp,
    ).problems;
    expect(page).toContain(`${path}: ${message} (expected ${expected})`);
  });
});

describe('docs/modules.md', () => {
  const text = read('modules.md');

  it.each(found(SHIPPED, '*/module.yaml'))('describes %s', file => {
    const { metadata, spec } = parse(read(resolve(SHIPPED, file)));
    const section = text
      .split(/^## /m)
      .find(part => part.startsWith(`${metadata.name}\n`));
    const listed = [
      ...section!.matchAll(/^\| `(\w+)` +\| (`?)([^`|]*)\2 +\|/gm),
    ];
    const { properties = {}, required = [] } = spec.parameters ?? {};
    expect(listed.map(([, name]) => name)).toEqual(Object.keys(properties));
    for (const [, name, , value] of listed) {
      const usual = required.includes(name)
        ? 'required'
        : properties[name].default;
      expect([name, value.trim()]).toEqual([name, String(usual) || 'empty']);
    }
  });
});

describe('its examples', () => {
  it.each(found(DOCS, 'examples/**/module.yaml'))('%s has no faults', file => {
    const { problems, warnings } = checkModule(parse(read(file)));
    expect([...problems, ...warnings]).toEqual([]);
  });

  it.each(found(DOCS, 'examples/**/template.yaml'))(
    '%s has no faults',
    file => {
      expect(checkTemplate(parse(read(file)), lookUp).problems).toEqual([]);
    },
  );

  it('hello is made with the defaults', () => {
    const objects = render('examples/hello/template.yaml', {});

    expect(objects.map(({ kind }) => kind)).toEqual([
      'Namespace',
      'ServiceAccount',
      'ServiceAccount',
      'RoleBinding',
      'RoleBinding',
      'NetworkPolicy',
      'ResourceQuota',
      'LimitRange',
      'ConfigMap',
      'Service',
      'Deployment',
    ]);
    const { data } = named(objects, 'ConfigMap', 'hello');
    expect(data).toEqual({ 'index.html': 'Hello, team-harbor!' });
    expect(named(objects, 'Deployment', 'hello').spec.replicas).toBe(1);
  });

  it('hello does with the parameters what the page says', () => {
    const objects = render('examples/hello/template.yaml', {
      greeting: 'Ahoy: {}',
      replicas: 3,
    });

    const { data } = named(objects, 'ConfigMap', 'hello');
    expect(data).toEqual({ 'index.html': 'Ahoy: {}, team-harbor!' });
    expect(named(objects, 'Deployment', 'hello').spec.replicas).toBe(3);
  });

  it('bare is what every template must have', () => {
    expect(
      render('examples/bare/template.yaml', {}).map(({ kind }) => kind),
    ).toEqual([
      'Namespace',
      'ResourceQuota',
      'LimitRange',
      'NetworkPolicy',
      'ServiceAccount',
      'RoleBinding',
    ]);
  });

  it('shop opens itself to the office where that is chosen', () => {
    const service = 'component:default/checkout';
    const file = 'examples/shop/template.yaml';
    const open = render(file, { service, audience: 'office', size: 'M' }, [
      'redis',
      'postgresql',
    ]);
    const closed = render(file, { service });

    expect(named(open, 'Ingress', 'page').spec.rules[0].host).toBe(
      'env-checkout-1.preview.example.com',
    );
    expect(named(open, 'ConfigMap', 'about').data).toEqual({
      service,
      'add-ons': 'redis, postgresql',
    });
    expect(named(open, 'StatefulSet', 'postgres')).toBeDefined();
    expect(named(closed, 'Ingress', 'page')).toBeUndefined();
    expect(named(closed, 'NetworkPolicy', 'isolation').spec.ingress).toEqual([
      { from: [{ podSelector: {} }] },
    ]);
  });
});

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import type { JsonObject } from '@backstage/types';
import { parseTemplate } from './parseTemplate';
import { renderTemplate } from './render/renderTemplate';
import { ADMITTED_KINDS } from './safety/kinds';
import { testInput } from './testTemplate';
import { validateParameters } from './parameters/validateParameters';

const DOCS = resolve(__dirname, '../../../../docs');

function read(path: string): string {
  return readFileSync(resolve(DOCS, path), 'utf8');
}

const example = read('examples/hello/template.yaml');

function render(chosen: JsonObject) {
  const template = parseTemplate(parse(example));
  const { parameters, problems } = validateParameters(template, chosen);
  expect(problems).toEqual([]);
  return renderTemplate(template, testInput(parameters));
}

describe('docs/templates.md', () => {
  const page = read('templates.md');

  it('quotes the example as it is', () => {
    expect(page).toContain(`\`\`\`yaml\n${example}\`\`\``);
  });

  it('names every kind that a template may hold', () => {
    for (const kind of Object.keys(ADMITTED_KINDS)) {
      expect(page).toContain(`\`${kind}\``);
    }
  });

  it('shows a fault as it is told', () => {
    const entity = parse(example);
    entity.spec.resources[6].spec.type = 'NodePort';
    let message = '';
    try {
      parseTemplate(entity);
    } catch (error) {
      message = (error as Error).message;
    }
    const fault = message.slice(message.indexOf('/spec'));
    expect(fault).not.toBe('');
    expect(page).toContain(fault);
  });
});

describe('its example', () => {
  it('is made with the defaults', () => {
    const objects = render({}) as any[];

    expect(objects.map(({ kind }) => kind)).toEqual([
      'Namespace',
      'ResourceQuota',
      'LimitRange',
      'NetworkPolicy',
      'ServiceAccount',
      'RoleBinding',
      'ConfigMap',
      'Service',
      'Deployment',
    ]);
    expect(objects[1].spec.hard.pods).toBe('3');
    expect(objects[6].data).toEqual({ 'index.html': 'Hello, team-harbor!' });
    expect(objects[8].spec.replicas).toBe(1);
  });

  it('does with the parameters what the page says', () => {
    const objects = render({ greeting: 'Ahoy: {}', replicas: 3 }) as any[];

    expect(objects[1].spec.hard.pods).toBe('5');
    expect(objects[6].data).toEqual({ 'index.html': 'Ahoy: {}, team-harbor!' });
    expect(objects[8].spec.replicas).toBe(3);
  });
});

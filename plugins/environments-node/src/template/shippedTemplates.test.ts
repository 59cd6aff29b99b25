import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import { checkModule } from './check/checkModule';
import { checkTemplate } from './check/checkTemplate';
import { moduleRefOf } from './modules/moduleRefOf';
import { validateAddOns } from './modules/validateAddOns';
import { validateParameters } from './parameters/validateParameters';
import { parseTemplate } from './parseTemplate';
import { renderChecks } from './render/renderChecks';
import { renderTemplate } from './render/renderTemplate';
import { revisionOf } from './revisionOf';
import { summarize } from './summary';
import { testInput } from './testTemplate';

const TEMPLATES = resolve(__dirname, '../../../../templates');
const MODULES = new Map<string, Entity>(
  found('modules/*/module.yaml').map(path => {
    const entity: Entity = parse(read(path));
    return [moduleRefOf(entity.metadata.name)!, entity];
  }),
);
const lookUp = { modules: (ref: string) => MODULES.get(ref) };

function found(pattern: string): string[] {
  return globSync(pattern, { cwd: TEMPLATES }).sort();
}

function read(path: string): string {
  return readFileSync(resolve(TEMPLATES, path), 'utf8');
}

function inputOf(path: string, chosen: JsonObject, addOns: string[]) {
  const template = parseTemplate(parse(read(path)), lookUp);
  const { parameters, problems } = validateParameters(template, chosen);
  expect(problems).toEqual([]);
  expect(validateAddOns(template, addOns, parameters)).toEqual([]);
  const input = {
    ...testInput(parameters),
    addOns,
    revision: revisionOf(template),
  };
  return { template, input };
}

function renderShipped(
  path: string,
  chosen: JsonObject,
  addOns: string[] = [],
) {
  const { template, input } = inputOf(path, chosen, addOns);
  return renderTemplate(template, input);
}

function find(
  objects: ReturnType<typeof renderShipped>,
  kind: string,
  name?: string,
) {
  return objects.find(
    object =>
      object.kind === kind &&
      (name === undefined || object.metadata.name === name),
  ) as any;
}

const LONGEST_IMAGE = `registry.example.com:5000/${'a'.repeat(200)}:v1`;

describe('the modules that ship', () => {
  it.each([...MODULES.values()].map(({ metadata }) => metadata.name))(
    '%s has no faults, and words for whoever chooses it',
    name => {
      const entity = MODULES.get(moduleRefOf(name)!)!;
      expect(checkModule(entity)).toMatchObject({ problems: [], warnings: [] });
      const { metadata, spec } = entity as any;
      expect(metadata).toMatchObject({
        title: expect.any(String),
        description: expect.any(String),
      });
      for (const parameter of Object.values(
        spec.parameters?.properties ?? {},
      )) {
        expect(parameter).toMatchObject({
          title: expect.any(String),
          description: expect.any(String),
        });
      }
    },
  );
});

describe('the templates that ship', () => {
  it('are all in a location, each in its own', () => {
    const locations = parseAllDocuments(read('all.yaml')).map(document =>
      document.toJSON(),
    );
    expect(locations.map(({ spec }) => spec.target).sort()).toEqual(
      found('{*/template,modules/*/module}.yaml')
        .map(path => `./${path}`)
        .sort(),
    );
    const names = locations.map(({ metadata }) => metadata.name);
    expect(new Set(names).size).toBe(locations.length);
    for (const { kind, spec } of locations) {
      expect(kind).toBe('Location');
      expect(Object.keys(spec)).toEqual(['target']);
    }
  });

  it.each(found('*/template.yaml'))('%s has nothing to say', path => {
    expect(checkTemplate(parse(read(path)), lookUp)).toMatchObject({
      problems: [],
      warnings: [],
    });
  });

  it.each<[string, JsonObject, string[]]>([
    ['team-sandbox', {}, []],
    ['team-sandbox', { size: 'M' }, ['redis']],
    ['team-sandbox', { size: 'L' }, ['redis', 'postgresql', 'ci']],
    ['service-sandbox', {}, []],
    ['service-sandbox', { probe: 'tcp' }, ['postgresql']],
    [
      'service-sandbox',
      { replicas: 5, port: 65535, logLevel: 'debug' },
      ['redis', 'postgresql'],
    ],
    [
      'service-sandbox',
      { port: 1024, image: LONGEST_IMAGE, healthPath: '/a' },
      ['redis'],
    ],
    ['database-sandbox', {}, []],
    ['database-sandbox', { storage: 1, maxConnections: 5, version: '16' }, []],
    ['database-sandbox', { storage: 50, maxConnections: 200, memory: 'L' }, []],
  ])(
    '%s can be rendered with %j and add-ons %j',
    (name, parameters, addOns) => {
      const objects = renderShipped(
        `${name}/template.yaml`,
        parameters,
        addOns,
      );

      expect(objects[0].kind).toBe('Namespace');
      expect(JSON.stringify(objects)).not.toContain('${');
      for (const { metadata } of objects.slice(1)) {
        expect(metadata.namespace).toBe('env-checkout-1');
      }
      expect(summarize(objects).map(item => item.topic)).toEqual(
        expect.arrayContaining(['namespace', 'network', 'access', 'security']),
      );
    },
  );

  it('service-sandbox waits for what its add-ons tell the service', () => {
    const path = 'service-sandbox/template.yaml';
    const sources = (addOns: string[]) =>
      find(renderShipped(path, {}, addOns), 'Deployment', 'checkout').spec
        .template.spec.containers[0].envFrom;
    const source = (name: string, optional: boolean) => ({
      configMapRef: { name, optional },
    });

    expect(sources([])).toEqual(
      expect.arrayContaining([source('redis', true), source('postgres', true)]),
    );
    expect(sources(['redis', 'postgresql'])).toEqual(
      expect.arrayContaining([
        source('redis', false),
        source('postgres', false),
      ]),
    );
  });

  it('service-sandbox leaves room for its add-ons', () => {
    const objects = renderShipped(
      'service-sandbox/template.yaml',
      { replicas: 5 },
      ['redis', 'postgresql'],
    ) as any[];
    const cpu = objects.flatMap(({ spec }) =>
      (spec?.template?.spec.containers ?? []).map(
        ({ resources: { limits } }: any) =>
          (spec.replicas ?? 1) *
          (limits.cpu.endsWith('m')
            ? Number(limits.cpu.slice(0, -1)) / 1000
            : Number(limits.cpu)),
      ),
    );

    expect(cpu).toHaveLength(3);
    expect(cpu.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(
      Number(find(objects, 'ResourceQuota').spec.hard['limits.cpu']),
    );
  });

  it('checks what it chose itself, and not the image of the developer', () => {
    const checksOf = (name: string, addOns: string[]) => {
      const path = `${name}/template.yaml`;
      const { template, input } = inputOf(path, {}, addOns);
      return renderChecks(template, input).map(check => check.name);
    };

    expect(checksOf('service-sandbox', [])).toEqual([]);
    expect(checksOf('service-sandbox', ['redis', 'postgresql'])).toEqual([
      'redis-runs',
      'postgresql-runs',
    ]);
    expect(checksOf('database-sandbox', [])).toEqual(['postgresql-runs']);
  });

  it('team-sandbox maps its sizes to quota', () => {
    const path = 'team-sandbox/template.yaml';
    expect(
      find(renderShipped(path, {}), 'ResourceQuota').spec.hard,
    ).toMatchObject({ 'limits.cpu': '2', 'limits.memory': '4Gi', pods: '20' });
    expect(
      find(renderShipped(path, { size: 'L' }), 'ResourceQuota').spec.hard,
    ).toMatchObject({ 'limits.cpu': '8', 'limits.memory': '16Gi', pods: '80' });
  });

  it('service-sandbox keeps numbers numbers', () => {
    const objects = renderShipped('service-sandbox/template.yaml', {
      replicas: 3,
      port: 9000,
    });
    const { spec } = find(objects, 'Deployment', 'checkout');
    expect(spec.replicas).toBe(3);
    expect(spec.template.spec.containers[0].ports[0].containerPort).toBe(9000);
    expect(find(objects, 'ConfigMap').data.PORT).toBe('9000');
  });

  it('tells a developer what the database sandbox is', () => {
    const objects = renderShipped('database-sandbox/template.yaml', {});
    expect(summarize(objects)).toEqual([
      {
        topic: 'namespace',
        text: 'A namespace of up to 3 CPU and 4 GiB memory, at most 5 pods',
      },
      {
        topic: 'quota',
        text: 'At most 5 GiB storage and 1 volume',
      },
      { topic: 'quota', text: 'No load balancers and no node ports' },
      {
        topic: 'workload',
        text: 'PostgreSQL 18 with a 5 GiB volume, 1 replica',
      },
      { topic: 'other', text: 'Settings in the config map "postgres"' },
      { topic: 'other', text: 'Reachable in this namespace as postgres:5432' },
      { topic: 'network', text: 'No traffic from or to other namespaces' },
      { topic: 'network', text: 'Open to the outside: DNS' },
      { topic: 'network', text: 'Pods of this namespace reach each other' },
      {
        topic: 'access',
        text: 'Owners may change what runs in this namespace',
      },
      {
        topic: 'access',
        text: 'Viewers may look at what runs in this namespace',
      },
      {
        topic: 'security',
        text: 'Containers run as non-root, without added rights and apart from the node (pod security: restricted)',
      },
      {
        topic: 'limits',
        text: 'A container that asks for nothing gets up to 0.25 CPU and 256 MiB memory',
      },
      {
        topic: 'limits',
        text: 'No container gets more than 1 CPU and 2 GiB memory',
      },
    ]);
  });
});

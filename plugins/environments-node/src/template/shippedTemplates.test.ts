import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import type { JsonObject } from '@backstage/types';
import { parseTemplate } from './parseTemplate';
import { renderTemplate } from './render/renderTemplate';
import { revisionOf } from './revisionOf';
import { summarize } from './summary';
import { testInput } from './testTemplate';
import { validateParameters } from './parameters/validateParameters';

const TEMPLATES = resolve(__dirname, '../../../../templates');

function load(path: string) {
  return parse(readFileSync(resolve(TEMPLATES, path), 'utf8'));
}

function renderShipped(path: string, chosen: JsonObject) {
  const template = parseTemplate(load(path));
  const { parameters, problems } = validateParameters(template, chosen);
  expect(problems).toEqual([]);
  return renderTemplate(template, {
    ...testInput(parameters),
    revision: revisionOf(template),
  });
}

function find(objects: ReturnType<typeof renderShipped>, kind: string) {
  return objects.find(object => object.kind === kind) as any;
}

const LONGEST_IMAGE = `registry.example.com:5000/${'a'.repeat(200)}:v1`;

describe('the templates that ship', () => {
  it('are all in the location', () => {
    const { spec } = load('all.yaml');
    expect(spec.targets).toEqual([
      './team-sandbox/template.yaml',
      './service-sandbox/template.yaml',
      './database-sandbox/template.yaml',
    ]);
  });

  it.each<[string, JsonObject]>([
    ['team-sandbox', {}],
    ['team-sandbox', { size: 'M' }],
    ['team-sandbox', { size: 'L' }],
    ['service-sandbox', {}],
    ['service-sandbox', { replicas: 5, port: 65535, logLevel: 'debug' }],
    ['service-sandbox', { port: 1024, image: LONGEST_IMAGE, healthPath: '/a' }],
    ['database-sandbox', {}],
    ['database-sandbox', { storage: 1, maxConnections: 5, version: '16' }],
    ['database-sandbox', { storage: 50, maxConnections: 200, memory: 'L' }],
  ])('%s can be rendered with %j', (name, parameters) => {
    const objects = renderShipped(`${name}/template.yaml`, parameters);

    expect(objects[0].kind).toBe('Namespace');
    expect(JSON.stringify(objects)).not.toContain('${');
    for (const { metadata } of objects.slice(1)) {
      expect(metadata.namespace).toBe('env-checkout-1');
    }
    expect(summarize(objects).map(item => item.topic)).toEqual(
      expect.arrayContaining(['namespace', 'network', 'access', 'security']),
    );
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
    const { spec } = find(objects, 'Deployment');
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

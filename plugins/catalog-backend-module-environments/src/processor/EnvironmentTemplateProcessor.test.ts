import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import type { Entity } from '@backstage/catalog-model';
import { EnvironmentTemplateProcessor } from './EnvironmentTemplateProcessor';

const SHIPPED = load('service-sandbox/template.yaml');
const MODULE = load('modules/quota/module.yaml');
const LOCATION = { type: 'file', target: 'template.yaml' };

function load(file: string): Entity {
  const path = resolve(__dirname, '../../../../templates', file);
  return parse(readFileSync(path, 'utf8'));
}

describe('EnvironmentTemplateProcessor', () => {
  const processor = new EnvironmentTemplateProcessor();

  it('admits templates and modules and leaves other kinds to others', async () => {
    await expect(processor.validateEntityKind(SHIPPED)).resolves.toBe(true);
    await expect(processor.validateEntityKind(MODULE)).resolves.toBe(true);
    await expect(
      processor.validateEntityKind({ ...SHIPPED, kind: 'Component' }),
    ).resolves.toBe(false);
  });

  it('says what is wrong with a template, and where', async () => {
    const { resources, ...spec } = SHIPPED.spec as any;
    const faulty = {
      ...SHIPPED,
      spec: {
        ...spec,
        resources: resources.map((resource: any) =>
          resource.kind === 'LimitRange'
            ? { ...resource, metadata: { name: 'x', finalizers: ['a/b'] } }
            : resource,
        ),
      },
    };
    await expect(processor.validateEntityKind(faulty)).rejects.toThrow(
      '/spec/resources/1/metadata/finalizers: would keep the environment from being deleted',
    );
  });

  it('says what is wrong with a module', async () => {
    const spec = { ...(MODULE.spec as any), modules: [] };
    await expect(
      processor.validateEntityKind({ ...MODULE, spec }),
    ).rejects.toThrow('/spec: unknown: modules');
  });

  it('relates a template and its owner both ways', async () => {
    const emit = jest.fn();
    await processor.postProcessEntity(SHIPPED, LOCATION, emit);
    const template = {
      kind: 'EnvironmentTemplate',
      namespace: 'default',
      name: 'service-sandbox',
    };
    const owner = { kind: 'group', namespace: 'default', name: 'platform-ops' };
    expect(emit.mock.calls.map(([result]) => result.relation)).toEqual([
      { source: template, type: 'ownedBy', target: owner },
      { source: owner, type: 'ownerOf', target: template },
    ]);
  });
});

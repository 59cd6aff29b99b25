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

  it('admits what has faults, for the environments plugin to judge', async () => {
    const spec = { ...(SHIPPED.spec as any), surprise: [{ kind: 'Secret' }] };
    await expect(
      processor.validateEntityKind({ ...SHIPPED, spec }),
    ).resolves.toBe(true);
  });

  it.each([undefined, 7, 'group:'])(
    'refuses one that says %j owns it',
    async owner => {
      const spec = { ...(SHIPPED.spec as any), owner };
      await expect(
        processor.validateEntityKind({ ...SHIPPED, spec }),
      ).rejects.toThrow('/spec/owner');
    },
  );

  it('tells once of each content that was read', async () => {
    const publish = jest.fn();
    const telling = new EnvironmentTemplateProcessor({
      events: { publish, subscribe: jest.fn() },
    });
    const changed = {
      ...SHIPPED,
      metadata: { ...SHIPPED.metadata, title: 'Another' },
    };
    for (const entity of [SHIPPED, SHIPPED, changed, SHIPPED]) {
      await telling.postProcessEntity(entity, LOCATION, jest.fn());
    }
    expect(publish.mock.calls).toEqual(
      Array(3).fill([
        {
          topic: 'environments.templates',
          eventPayload: {
            entityRef: 'environmenttemplate:default/service-sandbox',
          },
        },
      ]),
    );
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

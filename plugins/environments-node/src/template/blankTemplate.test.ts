import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import { parse } from 'yaml';
import { checkTemplate } from './check/checkTemplate';
import { moduleRefOf } from './modules/moduleRefOf';

const ROOT = resolve(__dirname, '../../../..');
const SOURCE = 'plugins/environments/src/templates/workbench/blankTemplate.ts';

const read = (file: string) => readFileSync(resolve(ROOT, file), 'utf8');

const modules = new Map<string, Entity>(
  ['owner-access', 'network-isolation', 'quota'].map(name => {
    const entity: Entity = parse(read(`templates/modules/${name}/module.yaml`));
    return [moduleRefOf(name)!, entity];
  }),
);

describe('what the workbench begins with', () => {
  it('is a template without problems, with the modules that are shipped', () => {
    const [, text] = read(SOURCE).split(/(?<!\\)`/);
    const entity = parse(text.replaceAll('\\$', '$'));
    expect(entity.kind).toBe('EnvironmentTemplate');
    expect(
      checkTemplate(entity, { modules: ref => modules.get(ref) }),
    ).toMatchObject({ problems: [], warnings: [] });
  });
});

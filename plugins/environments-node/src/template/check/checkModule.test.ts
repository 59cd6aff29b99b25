import { parseModule } from '../parseModule';
import { moduleRevisionOf } from '../revisionOf';
import { TemplateError } from '../TemplateError';
import { configMap, testModule } from '../testTemplate';
import { checkModule } from './checkModule';

describe('checkModule', () => {
  it('keeps what ops wrote, under a digest of its own', () => {
    const entity = testModule('quota');
    const module = parseModule(entity);
    expect(module.spec).toEqual(entity.spec);
    expect(moduleRevisionOf(module)).toMatch(/^sha256:[0-9a-f]{64}$/);
    const other = parseModule(testModule('quota', { lifecycle: 'draft' }));
    expect(moduleRevisionOf(other)).not.toBe(moduleRevisionOf(module));
  });

  it('needs nothing that every environment must have', () => {
    expect(checkModule(testModule('one')).problems).toEqual([]);
  });

  it('holds its objects, expressions and form against the same rules', () => {
    const { problems, module } = checkModule(
      testModule('bad', {
        parameters: {
          type: 'object',
          properties: {
            a: { type: 'string', ui: { widget: 'textarea' } },
            b: { type: 'integer', default: 'three' },
          },
        },
        resources: [
          { ...configMap({}), kind: 'ClusterRole' },
          configMap({ a: '${parameters.b}' }),
        ],
      }),
    );
    expect(module).toBeUndefined();
    expect(problems.map(({ path }) => path)).toEqual([
      '/spec/parameters/properties/b/default',
      '/spec/parameters/properties/a/ui',
      '/spec/resources/0/kind',
    ]);
  });

  it('throws what is wrong, where one wants a module', () => {
    const entity = testModule('bad', { resources: [] });
    expect(() => parseModule(entity)).toThrow(TemplateError);
    expect(() => parseModule(entity)).toThrow(
      'Module "bad" can\'t be used: /spec/resources',
    );
  });
});

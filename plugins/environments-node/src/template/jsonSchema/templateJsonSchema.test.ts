import Ajv from 'ajv';
import type { JsonObject } from '@backstage/types';
import { requiredResources, testEntity } from '../testTemplate';
import { templateJsonSchema } from './templateJsonSchema';

function problemsOf(
  kind: Parameters<typeof templateJsonSchema>[0],
  entity: unknown,
): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  const validate = ajv.compile(templateJsonSchema(kind));
  validate(entity);
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${instancePath} ${message}`,
  );
}

function moduleEntity(spec: JsonObject = {}) {
  return {
    apiVersion: 'sandlot.dev/v1alpha1',
    kind: 'EnvironmentModule',
    metadata: { name: 'quota' },
    spec: {
      owner: 'group:default/platform-ops',
      resources: requiredResources(),
      ...spec,
    },
  };
}

describe('templateJsonSchema', () => {
  it('accepts what the grammar accepts', () => {
    const entity = testEntity([], {
      size: { type: 'string', ui: { widget: 'radio' }, enum: ['S', 'M'] },
    });
    expect(problemsOf('EnvironmentTemplate', entity)).toEqual([]);
    expect(problemsOf('EnvironmentModule', moduleEntity())).toEqual([]);
  });

  it('refuses unknown fields and another kind', () => {
    const entity = testEntity();
    expect(
      problemsOf('EnvironmentTemplate', {
        ...entity,
        spec: { ...entity.spec, resourcs: [] },
      }),
    ).toEqual(['/spec must NOT have additional properties']);
    expect(problemsOf('EnvironmentTemplate', moduleEntity())).toEqual([
      '/kind must be equal to constant',
    ]);
    expect(
      problemsOf('EnvironmentModule', moduleEntity({ modules: [] })),
    ).toEqual(['/spec must NOT have additional properties']);
  });

  it('wants parameters to be a draft-07 schema', () => {
    expect(
      problemsOf('EnvironmentTemplate', testEntity([], { size: { type: 7 } })),
    ).toContain('/spec/parameters/properties/size/type must be array');
    expect(
      problemsOf(
        'EnvironmentTemplate',
        testEntity([], { size: { type: 'string', ui: { wigdet: 'text' } } }),
      ),
    ).toEqual([
      '/spec/parameters/properties/size/ui must NOT have additional properties',
    ]);
  });

  it('wants objects with apiVersion, kind and name', () => {
    const [first] = requiredResources();
    expect(
      problemsOf(
        'EnvironmentTemplate',
        testEntity([{ ...first, metadata: {} }]),
      ),
    ).toEqual([
      "/spec/resources/5/metadata must have required property 'name'",
    ]);
  });
});

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { parseTemplate } from './parseTemplate';
import { revisionOf } from './revisionOf';
import {
  configMap,
  findIn,
  testEntity,
  testEntityWith,
  testModule,
} from './testTemplate';
import { isPlainObject } from './tree';

/** The same with the keys of every object in another order. */
function reordered(value: unknown, order: (size: number) => number): unknown {
  if (Array.isArray(value)) {
    return value.map(item => reordered(item, order));
  }
  if (!isPlainObject(value)) {
    return value;
  }
  const left = Object.entries(value);
  const result: [string, unknown][] = [];
  while (left.length > 0) {
    const [[key, item]] = left.splice(order(left.length), 1);
    result.push([key, reordered(item, order)]);
  }
  return Object.fromEntries(result);
}

describe('revisionOf', () => {
  it('never changes for what is published already', () => {
    const path = resolve(__dirname, '__fixtures__/hello.yaml');
    expect(revisionOf(parseTemplate(parse(readFileSync(path, 'utf8'))))).toBe(
      'sha256:cafeaf28da0a29c0726b54eb93a020ed4676584dcdddabd57a1b304d3c6b4f6e',
    );
  });

  it('stands for what ops wrote, not for what the catalog adds', () => {
    const entity = testEntity();
    const revision = revisionOf(parseTemplate(entity));

    expect(revision).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(
      revisionOf(
        parseTemplate({
          ...entity,
          metadata: {
            ...entity.metadata,
            namespace: 'default',
            etag: 'x',
            annotations: { 'backstage.io/origin-location': 'file:/x' },
          },
        } as typeof entity),
      ),
    ).toBe(revision);
  });

  it('is the same in whatever order of keys', () => {
    const entity = testEntityWith({
      modules: [{ module: 'one', when: 'true', with: { a: 'x', b: 1 } }],
      addOns: [{ name: 'two', module: 'two', title: 'Two' }],
      ownManifests: { kinds: ['ConfigMap'], maximum: 3 },
    });
    const modules = [
      testModule('one', {
        parameters: {
          type: 'object',
          properties: { a: { type: 'string' }, b: { type: 'integer' } },
        },
      }),
      testModule('two'),
    ];
    const revision = revisionOf(
      parseTemplate(entity, { modules: findIn(...modules) }),
    );
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), stream => {
        const order = (size: number) => stream.next().value % size;
        const [other, ...others] = [entity, ...modules].map(
          item => reordered(item, order) as any,
        );
        expect(
          revisionOf(parseTemplate(other, { modules: findIn(...others) })),
        ).toBe(revision);
      }),
      { numRuns: 50 },
    );
  });

  it('changes with the content, also with that of a module', () => {
    const revision = revisionOf(parseTemplate(testEntity()));
    expect(revisionOf(parseTemplate(testEntity([configMap({})])))).not.toBe(
      revision,
    );
    const entity = testEntityWith({ modules: [{ module: 'one' }] });
    const [one, other] = [testModule('one'), testModule('one')].map(
      (module, index) => {
        module.spec.resources[0].data = { index: `${index}` };
        return revisionOf(parseTemplate(entity, { modules: findIn(module) }));
      },
    );
    expect(one).not.toBe(other);
    expect(one).not.toBe(revision);
  });
});

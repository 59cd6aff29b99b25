import { parseTemplate } from './parseTemplate';
import { revisionOf } from './revisionOf';
import { configMap, testEntity } from './testTemplate';

describe('revisionOf', () => {
  it('stands for what ops wrote, in whatever order of keys', () => {
    const entity = testEntity();
    const { owner, parameters, resources } = entity.spec;
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
          spec: { resources, parameters, owner },
        } as typeof entity),
      ),
    ).toBe(revision);
  });

  it('changes with the content', () => {
    expect(revisionOf(parseTemplate(testEntity([configMap({})])))).not.toBe(
      revisionOf(parseTemplate(testEntity())),
    );
  });
});

import { configMap, testEntity, testEntityWith } from '../testTemplate';
import { checkTemplate } from './checkTemplate';

function problemsOf(entity: any) {
  return checkTemplate(entity).problems;
}

describe('the grammar of templates', () => {
  it.each<[string, object]>([
    ['/metadata/name', { name: 'Upper' }],
    ['/metadata/name', { name: 'x'.repeat(64) }],
    ['/metadata/namespace', { namespace: 'a.b' }],
    ['/metadata/tags/1', { tags: ['good', 'not good'] }],
  ])('refuses %s of %j as the catalog would', (path, metadata) => {
    const entity = testEntity();
    expect(
      problemsOf({ ...entity, metadata: { ...entity.metadata, ...metadata } }),
    ).toMatchObject([{ path }]);
  });

  it('refuses a title that looks like another', () => {
    const entity = testEntity();
    const metadata = { ...entity.metadata, title: 'Safe\u202eexe' };
    expect(problemsOf({ ...entity, metadata })).toMatchObject([
      {
        path: '/metadata/title',
        message: 'it has the character U+202E, which nobody sees',
      },
    ]);
  });

  it('points at a key that it does not know', () => {
    expect(
      problemsOf(testEntityWith({ colour: 'red' } as any)).map(
        ({ path }) => path,
      ),
    ).toEqual(['/spec/colour']);
  });

  it('says that conditions stand bare', () => {
    const entity = testEntity([configMap({})]);
    const checks = [
      {
        name: 'check',
        object: { apiVersion: 'v1', kind: 'ConfigMap', name: 'settings' },
        that: '${object.data.a == "b"}',
        message: 'Never',
      },
    ];
    expect(
      problemsOf({ ...entity, spec: { ...entity.spec, checks } }),
    ).toMatchObject([
      {
        path: '/spec/checks/0/that',
        message: 'CEL stands here bare, without ${}',
      },
    ]);
  });
});

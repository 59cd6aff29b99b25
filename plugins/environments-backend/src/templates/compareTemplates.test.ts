import { compareObjects } from './compareTemplates';

describe('compareObjects', () => {
  const object = (annotations?: Record<string, string>) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'page', namespace: 'sbx', annotations },
    data: { text: 'hello' },
  });

  it('takes what was made before objects had the id of their request for unchanged', () => {
    const marked = object({ 'sandlot.dev/request': 'some-id' });
    expect(compareObjects([object()], [marked])).toEqual([]);
    expect(
      compareObjects([object()], [object({ 'example.com/note': 'new' })]),
    ).toMatchObject([{ change: 'changed' }]);
  });
});

import { recordedFields } from './recordedFields';

describe('recordedFields', () => {
  it('says what a field should be, what it is, and by whom', () => {
    expect(
      recordedFields({
        fields: [
          {
            path: '/spec/hard/pods',
            expected: '16',
            actual: '99',
            manager: 'kubectl-edit',
          },
        ],
      }),
    ).toEqual([
      {
        path: '/spec/hard/pods',
        expected: '16',
        actual: '99',
        manager: 'kubectl-edit',
      },
    ]);
  });

  it.each([
    '/data/password',
    '/spec/template/spec/containers[name=web]/env[name=TOKEN]/value',
    '/spec/template/spec/containers/0/args/1',
    '/metadata/annotations/note',
  ])('keeps the values of %s out of the log', path => {
    const [field] = recordedFields({
      fields: [{ path, expected: 'hunter1', actual: 'hunter2' }],
    });
    // Nor by a digest: who reads the log could try what is likely.
    expect(field).toEqual({ path });
  });

  it('keeps them out also where all that they are within is another one', () => {
    const actual = [
      { name: 'web', env: [{ name: 'TOKEN', value: 'hunter2' }] },
    ];
    const path = '/spec/template/spec/containers';
    expect(recordedFields({ fields: [{ path, actual }] })).toEqual([{ path }]);
  });

  it('names long values by their digest, and leaves out what is not there', () => {
    const [field] = recordedFields({
      fields: [{ path: '/spec/rules', expected: 'x'.repeat(1_000) }],
    });
    expect(Object.keys(field)).toEqual(['path', 'expectedDigest']);
  });
});

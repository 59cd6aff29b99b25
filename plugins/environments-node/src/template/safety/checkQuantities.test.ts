import { checkQuantities } from './checkQuantities';

const quota = (hard: object) => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'quota' },
  spec: { hard },
});

describe('checkQuantities', () => {
  it.each(['2', '500m', '4Gi', '1.5', '.5', '1e3', '12E', '0', 3])(
    'takes %j',
    value => {
      expect(
        checkQuantities(quota({ 'limits.cpu': value }), { path: '' }),
      ).toEqual([]);
    },
  );

  it.each(['lots', '4 Gi', '4GiB', '', '1,5', true])(
    'refuses %j at its place',
    value => {
      expect(
        checkQuantities(quota({ 'limits.cpu': value }), { path: '/0' }),
      ).toEqual([
        {
          path: '/0/spec/hard/limits.cpu',
          message: `"${value}" is no quantity`,
          expected: 'a quantity such as 500m, 2 or 4Gi',
        },
      ]);
    },
  );

  it('leaves an expression to what comes out of it', () => {
    const template = quota({ 'limits.cpu': '${parameters.cpu}' });
    expect(checkQuantities(template, { path: '' })).toEqual([]);
    expect(
      checkQuantities(template, { path: '', namespace: 'env-1' }),
    ).toHaveLength(1);
  });

  it('looks into containers, claims and limit ranges', () => {
    const bad = { memory: 'much' };
    const paths = [
      {
        kind: 'Deployment',
        spec: {
          template: { spec: { containers: [{ resources: { limits: bad } }] } },
        },
      },
      {
        kind: 'StatefulSet',
        spec: {
          volumeClaimTemplates: [{ spec: { resources: { requests: bad } } }],
        },
      },
      { kind: 'LimitRange', spec: { limits: [{ default: bad }] } },
    ].flatMap(object =>
      checkQuantities(object, { path: '' }).map(({ path }) => path),
    );
    expect(paths).toEqual([
      '/spec/template/spec/containers/0/resources/limits/memory',
      '/spec/volumeClaimTemplates/0/spec/resources/requests/memory',
      '/spec/limits/0/default/memory',
    ]);
  });
});

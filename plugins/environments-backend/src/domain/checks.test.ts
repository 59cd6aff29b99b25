import {
  FrozenCheck,
  KubernetesObject,
} from '@sandlot/plugin-environments-node';
import { judgeChecks } from './checks';

const check = (name: string, timeoutSeconds: number): FrozenCheck => ({
  name,
  object: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
  that: 'object.status.availableReplicas >= 1',
  message: 'No replica runs.',
  timeoutSeconds,
  origin: 'template',
  context: { parameters: {} },
});

const deployment = (status: object): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  status,
});

describe('judgeChecks', () => {
  const running = deployment({ availableReplicas: 1 });
  const starting = deployment({});

  it('passes when all hold at the same time', () => {
    const looked = [
      { check: check('a', 5), object: running },
      { check: check('b', 5), object: running },
    ];
    expect(judgeChecks(looked, 1000)).toEqual({ state: 'passed' });
  });

  it('waits while an object or a field of it is not there', () => {
    for (const object of [undefined, starting]) {
      expect(
        judgeChecks(
          [
            { check: check('a', 300), object: running },
            { check: check('b', 300), object },
          ],
          10.5,
        ),
      ).toEqual({
        state: 'waiting',
        message:
          'b: No replica runs. (1 of 2 checks hold; this one has 290 s left)',
      });
    }
  });

  it('fails when the time of one is over, though others have time left', () => {
    expect(
      judgeChecks(
        [
          { check: check('patient', 300), object: starting },
          { check: check('hasty', 5), object: starting },
        ],
        5,
      ),
    ).toEqual({ state: 'failed', message: 'hasty: No replica runs.' });
  });

  it.each<[string, object, RegExp]>([
    [
      'too many items',
      { list: Array(501).fill('x') },
      /Deployment web has 501 items at \/status\/list, and a check looks at no more than 500/,
    ],
    [
      'too many keys',
      Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`k${i}`, 1])),
      /601 items at \/status,/,
    ],
    ['too much text', { text: 'x'.repeat(524_288) }, /more text than/],
  ])('does not look at an object with %s, and says so', (_, more, said) => {
    const object = deployment({ availableReplicas: 1, ...more });
    const looked = [{ check: check('a', 300), object }];
    expect(judgeChecks(looked, 0)).toMatchObject({
      state: 'waiting',
      message: expect.stringMatching(said),
    });
    expect(judgeChecks(looked, 300)).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(said),
    });
  });

  it('looks at an object that is as large as it may be', () => {
    const object = deployment({
      availableReplicas: 1,
      list: Array(500).fill('x'.repeat(1000)),
    });
    expect(judgeChecks([{ check: check('a', 300), object }], 0)).toEqual({
      state: 'passed',
    });
  });
});

import type { KubernetesObject } from '../../KubernetesObject';
import { describeOrigins } from './describeOrigins';

function from(...origins: (string | undefined)[]): KubernetesObject[] {
  return origins.map((origin, index) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `a${index}`,
      ...(origin && { labels: { 'sandlot.dev/origin': origin } }),
    },
  }));
}

describe('describeOrigins', () => {
  it.each<[(string | undefined)[], string[]]>([
    [[undefined, 'template', 'module.quota'], []],
    [['add-on.redis', 'add-on.redis'], ['With the add-on redis']],
    [
      ['add-on.redis', 'add-on.mail', 'developer'],
      ['With the add-ons redis and mail', 'With 1 object of your own'],
    ],
    [['developer', 'developer'], ['With 2 objects of your own']],
  ])('%j: %j', (origins, texts) => {
    expect(describeOrigins(from(...origins)).map(({ text }) => text)).toEqual(
      texts,
    );
  });
});

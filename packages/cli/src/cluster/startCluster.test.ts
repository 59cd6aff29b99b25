import { toClusterName } from './startCluster';

describe('toClusterName', () => {
  it.each([
    ['kind-dev', 'kind-dev'],
    ['kubernetes-admin@kubernetes', 'kubernetes-admin-kubernetes'],
    [
      'arn:aws:eks:eu-west-1:123456789012:cluster/sandboxes',
      'arn-aws-eks-eu-west-1-123456789012-cluster-sandboxes',
    ],
    ['Größe', 'gr-e'],
    ['@', 'cluster'],
  ])('makes a DNS label of %s', (context, name) => {
    expect(toClusterName(context)).toBe(name);
  });

  it('keeps the end of a long one, which tells it from others', () => {
    const name = toClusterName(`${'x'.repeat(80)}-sandboxes`);
    expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
    expect(name).toMatch(/-sandboxes$/);
  });
});

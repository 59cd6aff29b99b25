import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { lastChange } from './lastChange';

function written(
  ...entries: { manager: string; time?: string; subresource?: string }[]
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', managedFields: entries },
  };
}

describe('lastChange', () => {
  it('is the newest by somebody, over all objects', () => {
    expect(
      lastChange([
        written({ manager: 'kubectl-edit', time: '2026-01-10T07:00:00Z' }),
        written(
          { manager: 'helm', time: '2026-01-11T07:00:00Z' },
          { manager: 'kubectl', time: '2026-01-09T07:00:00Z' },
        ),
      ]),
    ).toEqual(new Date('2026-01-11T07:00:00Z'));
  });

  it.each([
    ['ours', { manager: 'sandlot' }],
    ['that of hibernation', { manager: 'sandlot-hibernation' }],
    ['a controller of Kubernetes', { manager: 'kube-controller-manager' }],
    ['another controller', { manager: 'argocd-application-controller' }],
    ['a status', { manager: 'kubectl', subresource: 'status' }],
  ])('is none where the only one is %s', (_title, entry) => {
    const time = '2026-01-10T07:00:00Z';
    expect(lastChange([written({ ...entry, time })])).toBeUndefined();
  });

  it('is none of objects that nobody is known to have written', () => {
    expect(lastChange([written({ manager: 'kubectl' })])).toBeUndefined();
    expect(lastChange([])).toBeUndefined();
  });
});

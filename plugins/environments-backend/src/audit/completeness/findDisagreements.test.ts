import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { findDisagreements } from './findDisagreements';

const now = new Date('2026-11-29T12:00:00Z');
const ID = '0197c0de-0000-7000-8000-000000000003';

function namespace(
  uid: string,
  manager: string,
  secondsAgo = 3600,
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: `sbx-${uid}`,
      uid,
      labels: { 'sandlot.dev/environment': ID },
      creationTimestamp: new Date(
        now.getTime() - secondsAgo * 1000,
      ).toISOString(),
      managedFields: [
        { manager, operation: 'Apply' },
        { manager: 'kube-controller-manager', subresource: 'status' },
      ],
    },
  } as KubernetesObject;
}

function compare(
  namespaces: KubernetesObject[],
  recorded: string[],
  expected: string[] = recorded,
) {
  return findDisagreements({
    namespaces,
    recorded: new Set(recorded),
    expected: expected.map(uid => ({
      environmentId: ID,
      namespace: `sbx-${uid}`,
      uid,
    })),
    now,
  });
}

describe('findDisagreements', () => {
  it('finds nothing where each namespace has its record, and each record its namespace', () => {
    expect(compare([namespace('a', 'sandlot')], ['a'])).toEqual([]);
  });

  it('finds what the portal made and the log does not know', () => {
    expect(compare([namespace('a', 'sandlot')], [])).toEqual([
      {
        kind: 'unrecorded',
        namespace: 'sbx-a',
        environmentId: ID,
        madeBy: 'sandlot',
        since: '2026-11-29T11:00:00.000Z',
      },
    ]);
  });

  it('finds what somebody else made under our label, however new it is', () => {
    expect(compare([namespace('a', 'kubectl-create', 1)], [])).toMatchObject([
      { kind: 'foreign', madeBy: 'kubectl-create' },
    ]);
  });

  it('waits for the record of what is being made', () => {
    expect(compare([namespace('a', 'sandlot', 30)], [])).toEqual([]);
  });

  it('finds what the log says is there and is not', () => {
    expect(compare([], ['a'])).toMatchObject([
      { kind: 'missing', namespace: 'sbx-a', environmentId: ID },
    ]);
  });

  it('takes a namespace of the same name that was made anew for another', () => {
    const other = { ...namespace('b', 'kubectl-create') };
    other.metadata = { ...other.metadata, name: 'sbx-a' };
    expect(compare([other], ['a']).map(({ kind }) => kind)).toEqual([
      'foreign',
      'missing',
    ]);
  });

  it('passes on no id that is none', () => {
    const odd = namespace('a', 'kubectl-create');
    odd.metadata.labels = { 'sandlot.dev/environment': "x'; drop" };
    expect(compare([odd], [])[0]).not.toHaveProperty('environmentId');
  });
});

import { KubernetesRequest } from './KubernetesConnection';
import { ClusterError } from './ClusterError';
import { listPages } from './listPages';

const kind = { apiVersion: 'v1', kind: 'ConfigMap' };
const gone = new ClusterError('Refused', 'The continue parameter is too old', {
  status: 410,
});

/** An API server that gives these answers, one after the other. */
function answering(...answers: unknown[]) {
  const paths: string[] = [];
  const connection = {
    async request({ path }: KubernetesRequest) {
      paths.push(path);
      const answer = answers[paths.length - 1];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  } as Parameters<typeof listPages>[0];
  return { connection, paths };
}

function page(names: string[], next?: string) {
  const items = names.map(name => ({ metadata: { name } }));
  return { metadata: { continue: next }, items };
}

describe('listPages', () => {
  it('asks for page after page', async () => {
    const { connection, paths } = answering(
      page(['a', 'b'], 'token'),
      page(['c']),
    );
    const sizes: number[] = [];
    const objects = await listPages(
      connection,
      { kind, labelSelector: 'a=b' },
      { onPage: found => void sizes.push(found.length) },
    );
    expect(objects).toEqual(
      ['a', 'b', 'c'].map(name => ({ ...kind, metadata: { name } })),
    );
    expect(sizes).toEqual([2, 1]);
    expect(paths).toEqual([
      '/api/v1/configmaps?labelSelector=a%3Db&limit=500',
      '/api/v1/configmaps?labelSelector=a%3Db&limit=500&continue=token',
    ]);
  });

  it('begins anew, and in one piece, when a page is gone', async () => {
    const { connection, paths } = answering(
      page(['a'], 'token'),
      gone,
      page(['a', 'b']),
    );
    const objects = await listPages(connection, { kind, namespace: 'home' });
    expect(objects.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
    expect(paths).toEqual([
      '/api/v1/namespaces/home/configmaps?limit=500',
      '/api/v1/namespaces/home/configmaps?limit=500&continue=token',
      '/api/v1/namespaces/home/configmaps?',
    ]);
  });

  it('passes on every other refusal', async () => {
    const { connection } = answering(gone);
    await expect(listPages(connection, { kind })).rejects.toBe(gone);
  });
});

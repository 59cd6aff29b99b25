import { EnvironmentsClient } from './EnvironmentsClient';

/** Backstage's own: each step builds a Request from what it passes on as it was. */
function createFetch(answer: (request: Request) => Response) {
  async function last(input: RequestInfo | URL, init?: RequestInit) {
    return answer(new Request(input, init).clone());
  }
  return async (input: RequestInfo | URL, init?: RequestInit) => {
    expect(new Request(input, init).url).toMatch(/^https:/);
    return last(input, init);
  };
}

function createClient(answer: (request: Request) => Response) {
  return new EnvironmentsClient({
    discoveryApi: { getBaseUrl: async id => `https://portal.test/api/${id}` },
    fetchApi: { fetch: createFetch(answer) },
  });
}

const id = '01a2037b-a0da-7460-a040-c5dd0feb354e';

describe('EnvironmentsClient', () => {
  it('sends a body through the fetch API of a browser', async () => {
    const requests: Request[] = [];
    const client = createClient(request => {
      requests.push(request);
      return Response.json({ role: 'viewer' });
    });

    await expect(
      client.createKubeconfig(id, { role: 'viewer' }, { token: 'secret' }),
    ).resolves.toEqual({ role: 'viewer' });

    const [request] = requests;
    expect(request.method).toBe('POST');
    expect(request.url).toBe(
      `https://portal.test/api/environments/environments/${id}/kubeconfig`,
    );
    expect(request.headers.get('content-type')).toBe('application/json');
    expect(request.headers.get('authorization')).toBe('Bearer secret');
    await expect(request.json()).resolves.toEqual({ role: 'viewer' });
  });

  it('throws a refusal with the words of the server', async () => {
    const client = createClient(() =>
      Response.json(
        {
          error: { name: 'NotFoundError', message: 'There is none' },
          response: { statusCode: 404 },
        },
        { status: 404 },
      ),
    );
    await expect(client.deleteEnvironment(id)).rejects.toMatchObject({
      statusCode: 404,
      body: { error: { message: 'There is none' } },
    });
  });
});

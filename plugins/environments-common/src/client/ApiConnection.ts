import { ResponseError } from '@backstage/errors';
import createClient from 'openapi-fetch';
import type { Client } from 'openapi-fetch';
import type { EnvironmentsClientOptions, RequestOptions } from './options';
import type { paths } from './schema.generated';

/** How the client reaches the API; every refusal is thrown as a `ResponseError`. */
export class ApiConnection {
  readonly #options: EnvironmentsClientOptions;

  constructor(options: EnvironmentsClientOptions) {
    this.#options = options;
  }

  /** Refusals are thrown on the way, so there is data. */
  async ask<T>(
    call: (client: Client<paths>) => Promise<{ data?: T }>,
  ): Promise<T> {
    const { data } = await call(await this.#client());
    return data!;
  }

  async #client(): Promise<Client<paths>> {
    const baseUrl = await this.#options.discoveryApi.getBaseUrl('environments');
    const client = createClient<paths>({
      baseUrl,
      fetch: request => send(this.#options.fetchApi, request),
    });
    client.use({
      async onResponse({ response }) {
        if (!response.ok) {
          throw await ResponseError.fromResponse(response);
        }
      },
    });
    return client;
  }
}

/**
 * As an address and what to send. Backstage's fetch API builds a Request of its
 * own from what it gets and passes on what it got: the body of a Request would
 * be used up by then.
 */
async function send(
  fetchApi: EnvironmentsClientOptions['fetchApi'],
  request: Request,
): Promise<Response> {
  const { url, method, headers, signal } = request;
  const body = request.body ? await request.text() : undefined;
  return fetchApi.fetch(url, { method, headers, body, signal });
}

/** What each request may bring, as openapi-fetch takes it. */
export function toInit(options?: RequestOptions) {
  return {
    signal: options?.signal,
    headers: {
      ...(options?.token && { Authorization: `Bearer ${options.token}` }),
      ...(options?.idempotencyKey && {
        'Idempotency-Key': options.idempotencyKey,
      }),
    },
  };
}

/** @public */
export interface EnvironmentsClientOptions {
  discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  fetchApi: { fetch: typeof fetch };
}

/** @public */
export interface RequestOptions {
  /** A service's own credentials; a browser's fetch API brings the person's. */
  token?: string;
  signal?: AbortSignal;
  /** For requests where a key may be sent: the same key with the same request is one request. */
  idempotencyKey?: string;
}

import type { RequestOptions } from 'node:https';
import { toError } from '@backstage/errors';
import { bufferFromFileOrString, KubeConfig } from '@kubernetes/client-node';
import { Agent, Dispatcher, ProxyAgent } from 'undici';
import { CALL_SECONDS, ClusterEndpoint, Fence } from './Cluster';
import { ClusterError } from './ClusterError';
import { behindFence } from './behindFence';
import { readKubeconfig } from './kubeconfigFile';
import { statusError } from './statusError';

/** How long one call may take, in milliseconds, the wait for credential and connection included. */
const CALL_TIMEOUT = CALL_SECONDS * 1000;
/** Sockets to one cluster. More do not make an API server faster. */
export const MAX_CONNECTIONS = 32;
/**
 * How long an idle socket is kept, in milliseconds. The API server closes one
 * after 90 s and many load balancers after 60: we must be first.
 */
const KEEP_ALIVE_TIMEOUT = 45_000;

export interface KubernetesRequest {
  method: Dispatcher.HttpMethod;
  /** With the query, `/api/v1/...`. */
  path: string;
  body?: unknown;
  /** Of the body; JSON if absent. */
  contentType?: string;
  fence?: Fence;
}

/** A request to an API server that has ended. */
export interface KubernetesCall {
  method: Dispatcher.HttpMethod;
  seconds: number;
  /** Absent where the answer was a 2xx. */
  error?: ClusterError;
}

interface Session {
  kubeconfig: KubeConfig;
  dispatcher: Dispatcher;
}

/**
 * Calls to one API server over connections that are kept. The credential comes
 * from `@kubernetes/client-node`; its own way of sending makes an agent, and so
 * a TLS handshake, for each request.
 */
export class KubernetesConnection {
  private readonly open: () => KubeConfig;
  private readonly server: string;
  private readonly certificateAuthority?: string;
  private session?: Promise<Session>;
  private readonly onCall?: (call: KubernetesCall) => void;
  private made = 0;

  /** @throws InputError when the file or the context can't be used */
  static fromKubeconfig(options: {
    file: string;
    context?: string;
    onCall?: (call: KubernetesCall) => void;
  }): KubernetesConnection {
    return new KubernetesConnection(
      () => readKubeconfig(options.file, options.context),
      options.onCall,
    );
  }

  private constructor(
    open: () => KubeConfig,
    onCall?: (call: KubernetesCall) => void,
  ) {
    this.open = open;
    this.onCall = onCall;
    const { server, caFile, caData } = open().getCurrentCluster()!;
    this.server = server;
    this.certificateAuthority =
      bufferFromFileOrString(caFile, caData)?.toString('utf8') ?? undefined;
  }

  /** Where the API server is, from here. */
  get endpoint(): ClusterEndpoint {
    return {
      server: this.server,
      certificateAuthority: this.certificateAuthority,
    };
  }

  /** How many requests were sent since the connection was made, answered or not. */
  get calls(): number {
    return this.made;
  }

  /** @returns the body of a 2xx answer; throws `ClusterError` for everything else */
  async request<T>(request: KubernetesRequest): Promise<T> {
    const began = performance.now();
    const ended = (error?: ClusterError) =>
      this.onCall?.({
        method: request.method,
        seconds: (performance.now() - began) / 1000,
        error,
      });
    try {
      const body = await this.ask<T>(request);
      ended();
      return body;
    } catch (error) {
      if (error instanceof ClusterError) ended(error);
      throw error;
    }
  }

  async close(): Promise<void> {
    const session = this.session;
    this.session = undefined;
    const opened = await session?.catch(() => undefined);
    // Waits for the calls that are under way; they end within their time-out.
    opened?.dispatcher.close();
  }

  private async ask<T>(request: KubernetesRequest): Promise<T> {
    const call = `${request.method} ${request.path}`;
    const used = this.currentSession();
    const { status, text, retryAfter } = await this.send(request, call, used);

    const body = parseJson(text);
    if (status >= 200 && status < 300 && body !== undefined) {
      return body as T;
    }
    if (status === 401 && this.session === used) {
      // The credential may have been renewed on disk: the next call reads it again.
      await this.close();
    }
    throw statusError(call, status, body, retryAfter);
  }

  private async send(
    request: KubernetesRequest,
    call: string,
    session: Promise<Session>,
  ) {
    const url = new URL(this.server);
    const signal = AbortSignal.timeout(CALL_TIMEOUT);
    const { dispatcher, headers } = await inTime(signal, prepare(session));
    let refusal: { error: unknown } | undefined;
    const fence = () => {
      try {
        request.fence?.();
      } catch (error) {
        refusal = { error };
        throw error;
      }
      this.made += 1;
    };
    try {
      const response = await behindFence(dispatcher, fence).request({
        origin: url.origin,
        path: `${url.pathname.replace(/\/$/, '')}${request.path}`,
        method: request.method,
        headers: {
          ...headers,
          accept: 'application/json',
          'user-agent': 'sandlot',
          ...(request.body !== undefined && {
            'content-type': request.contentType ?? 'application/json',
          }),
        },
        body: request.body === undefined ? null : JSON.stringify(request.body),
        signal,
      });
      return {
        status: response.statusCode,
        text: await response.body.text(),
        retryAfter: response.headers['retry-after']?.toString(),
      };
    } catch (error) {
      if (refusal) throw refusal.error;
      const { name, message } = toError(error);
      throw new ClusterError(
        'Unavailable',
        name === 'TimeoutError'
          ? `The API server at ${url.host} did not answer ${call} within ${CALL_SECONDS} s`
          : `The API server at ${url.host} can't be reached for ${call}: ${message}`,
      );
    }
  }

  private currentSession(): Promise<Session> {
    if (!this.session) {
      const session = startSession(this.open);
      this.session = session;
      // A file that could not be read may be mended: the next call tries again.
      session.catch(() => {
        if (this.session === session) {
          this.session = undefined;
        }
      });
    }
    return this.session;
  }
}

async function startSession(open: () => KubeConfig): Promise<Session> {
  try {
    const kubeconfig = open();
    return { kubeconfig, dispatcher: await createDispatcher(kubeconfig) };
  } catch (error) {
    throw error instanceof ClusterError
      ? error
      : new ClusterError('Unauthorized', toError(error).message);
  }
}

async function prepare(session: Promise<Session>) {
  const { kubeconfig, dispatcher } = await session;
  const { headers } = await credentialOf(kubeconfig);
  return { dispatcher, headers: headers as Record<string, string> };
}

/** A program that gives the credential may hang: the call has its time all the same. */
function inTime<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () =>
      reject(
        new ClusterError(
          'Unauthorized',
          `The credential could not be had within ${CALL_SECONDS} s: nothing was sent`,
        ),
      ),
    );
    work.then(resolve, reject);
  });
}

async function createDispatcher(kubeconfig: KubeConfig): Promise<Dispatcher> {
  const settings = {
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
    connections: MAX_CONNECTIONS,
    allowH2: false,
  };
  const { ca, cert, key, rejectUnauthorized, servername } = await credentialOf(
    kubeconfig,
  );
  const options = kubeconfig.createDispatcherOptions(
    kubeconfig.getCurrentCluster(),
    { ca, cert, key, rejectUnauthorized, servername },
  );
  switch (options.type) {
    case 'agent':
      return new Agent({ ...settings, connect: options.connect });
    case 'proxy':
      return new ProxyAgent({ ...settings, ...options });
    default:
      return new Agent(settings);
  }
}

/** TLS options and headers. They are asked for anew for each call: tokens rotate. */
async function credentialOf(kubeconfig: KubeConfig): Promise<RequestOptions> {
  const options: RequestOptions = {};
  try {
    await kubeconfig.applyToHTTPSOptions(options);
  } catch (error) {
    throw new ClusterError(
      'Unauthorized',
      `The credential of context "${kubeconfig.getCurrentContext()}" can't be had: ${
        toError(error).message
      }`,
    );
  }
  return options;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

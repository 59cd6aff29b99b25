import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import {
  IncomingHttpHeaders,
  IncomingMessage,
  ServerResponse,
} from 'node:http';
import { Agent, Server, createServer, request } from 'node:https';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { KubeConfig } from '@kubernetes/client-node';
import { stringify } from 'yaml';
import { FaultRules } from './FaultRules';
import { proxyCertificate } from './certificate';

/** One request to the API server. */
export interface ApiCall {
  method: string;
  /** With the query. */
  path: string;
}

/**
 * - `cutBefore`: the connection breaks, and the server never heard of the call
 * - `cutAfter`: the call is done, and the connection breaks before its answer
 * - `delay`: the call waits, in milliseconds
 * - `answer`: this in the place of the server, which never heard of the call
 * - `halfOpen`: no answer ever comes; the call is done if `isDone`
 * - `stale`: the answer that the same path had the first time
 */
export type ApiEffect =
  | { kind: 'cutBefore' }
  | { kind: 'cutAfter' }
  | { kind: 'delay'; milliseconds: number }
  | { kind: 'answer'; status: number; retryAfterSeconds?: number }
  | { kind: 'halfOpen'; isDone?: boolean }
  | { kind: 'stale' };

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** In front of a real API server, with TLS of its own. */
export class ApiServerProxy {
  readonly rules = new FaultRules<ApiCall, ApiEffect>();
  readonly #server: Server;
  readonly #target: KubeConfig;
  readonly #certificate: string;
  readonly #agent: Agent;
  readonly #sockets = new Set<Duplex>();
  readonly #firstAnswers = new Map<string, Answer>();
  #dir?: string;
  #isRefusing = false;

  /** @param kubeconfig - of an account with a token, by which the calls are made */
  static async start(kubeconfig: string): Promise<ApiServerProxy> {
    const target = new KubeConfig();
    target.loadFromFile(kubeconfig);
    const proxy = new ApiServerProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    proxy.#dir = await mkdtemp(join(tmpdir(), 'sandlot-faults-'));
    await writeFile(proxy.kubeconfig, proxy.#describe(), { mode: 0o600 });
    return proxy;
  }

  private constructor(target: KubeConfig) {
    this.#target = target;
    const { key, certificate } = proxyCertificate();
    this.#certificate = certificate;
    this.#agent = new Agent({
      keepAlive: true,
      ca: Buffer.from(target.getCurrentCluster()!.caData!, 'base64'),
    });
    this.#server = createServer({ key, cert: certificate }, (asked, answer) =>
      this.#handle(asked, answer).catch(() => asked.socket.destroy()),
    );
    this.#server.on('connection', socket => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => {});
      if (this.#isRefusing) socket.destroy();
    });
  }

  /** Path of a kubeconfig that leads here: the same account, the proxy's certificate. */
  get kubeconfig(): string {
    return join(this.#dir!, 'kubeconfig');
  }

  /** Breaks all connections, and takes no new ones until `heal`. */
  cutAll(): void {
    this.#isRefusing = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  heal(): void {
    this.#isRefusing = false;
  }

  async close(): Promise<void> {
    this.cutAll();
    this.#server.close();
    await once(this.#server, 'close');
    this.#agent.destroy();
    await rm(this.#dir!, { recursive: true, force: true });
  }

  #describe(): string {
    const { port } = this.#server.address() as AddressInfo;
    const { token } = this.#target.getCurrentUser()!;
    return stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'proxy',
          cluster: {
            server: `https://127.0.0.1:${port}`,
            'certificate-authority-data': Buffer.from(
              this.#certificate,
            ).toString('base64'),
          },
        },
      ],
      users: [{ name: 'portal', user: { token } }],
      contexts: [
        { name: 'proxy', context: { cluster: 'proxy', user: 'portal' } },
      ],
      'current-context': 'proxy',
    });
  }

  async #handle(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await read(asked);
    const call = { method: asked.method!, path: asked.url! };
    const rule = this.rules.take(call);
    const { socket } = asked;
    switch (rule?.effect.kind) {
      case 'cutBefore':
        rule.onStrike?.();
        socket.destroy();
        return;
      case 'cutAfter':
        await this.#forward(asked, body);
        rule.onStrike?.();
        socket.destroy();
        return;
      case 'halfOpen':
        if (rule.effect.isDone) await this.#forward(asked, body);
        rule.onStrike?.();
        return;
      case 'answer':
        rule.onStrike?.();
        send(answer, statusAnswer(rule.effect));
        return;
      case 'delay':
        rule.onStrike?.();
        await wait(rule.effect.milliseconds);
        break;
      default:
    }
    const path = `${call.method} ${call.path}`;
    const fresh = await this.#forward(asked, body);
    const first = this.#firstAnswers.get(path) ?? fresh;
    if (call.method === 'GET') this.#firstAnswers.set(path, first);
    if (rule?.effect.kind === 'stale') rule.onStrike?.();
    send(answer, rule?.effect.kind === 'stale' ? first : fresh);
  }

  async #forward(asked: IncomingMessage, body: Buffer): Promise<Answer> {
    const { hostname, port } = new URL(
      this.#target.getCurrentCluster()!.server,
    );
    const { host: _, ...headers } = asked.headers;
    const forwarded = request({
      hostname,
      port,
      method: asked.method,
      path: asked.url,
      headers,
      agent: this.#agent,
    });
    forwarded.end(body);
    const [answered]: IncomingMessage[] = await once(forwarded, 'response');
    return {
      status: answered.statusCode!,
      headers: answered.headers,
      body: await read(answered),
    };
  }
}

async function read(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function send(answer: ServerResponse, { status, headers, body }: Answer): void {
  const { 'transfer-encoding': _, ...others } = headers;
  answer.writeHead(status, { ...others, 'content-length': body.length });
  answer.end(body);
}

/** As the API server says it when it has too much to do, or is not well. */
function statusAnswer(effect: {
  status: number;
  retryAfterSeconds?: number;
}): Answer {
  const { status, retryAfterSeconds } = effect;
  const body = {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message: `The fault proxy answers ${status}`,
    code: status,
  };
  return {
    status,
    headers: {
      'content-type': 'application/json',
      ...(retryAfterSeconds && { 'retry-after': `${retryAfterSeconds}` }),
    },
    body: Buffer.from(JSON.stringify(body)),
  };
}

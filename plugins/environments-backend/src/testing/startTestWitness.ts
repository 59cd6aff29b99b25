import { once } from 'node:events';
import { IncomingMessage, createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import {
  Checkpoint,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  verifyConsistency,
  verifyNote,
} from '@sandlot/plugin-environments-common';
import {
  Ed25519Cosigner,
  generateSigningKey,
} from '@sandlot/plugin-environments-node';

export interface TestServer {
  url: string;
  stop(): Promise<void>;
}

/** Serves HTTP on a free port; what a handler throws is answered 500. */
export async function serve(
  answer: (
    req: IncomingMessage,
    body: string,
  ) => Promise<{ status: number; body?: string }>,
): Promise<TestServer> {
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += chunk;
    const answered = await answer(req, body).catch(error => ({
      status: 500,
      body: String(error),
    }));
    res.writeHead(answered.status);
    res.end(answered.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
    },
  };
}

/** A witness as https://c2sp.org/tlog-witness has it, of one log. */
export async function startTestWitness(logKey: string) {
  const cosigner = Ed25519Cosigner.fromPem({
    name: 'witness.test/one',
    pem: generateSigningKey().pem,
  });
  let latest: Checkpoint | undefined;
  let isAway = false;
  const server = await serve(async (req, body) => {
    if (isAway) return { status: 503 };
    if (req.url !== '/add-checkpoint') return { status: 404 };
    const gap = body.indexOf('\n\n');
    const [first, ...proof] = body.slice(0, gap).split('\n');
    const note = parseNote(body.slice(gap + 2));
    const signed = await verifyNote(note, [await parseVerifierKey(logKey)]);
    if (signed.length === 0) return { status: 403 };
    const checkpoint = parseCheckpoint(note.text);
    const fromSize = latest?.size ?? 0n;
    if (first !== `old ${fromSize}`) {
      return { status: 409, body: `${fromSize}\n` };
    }
    const isGrown =
      fromSize === 0n ||
      (await verifyConsistency({
        fromSize,
        toSize: checkpoint.size,
        fromRoot: latest!.root,
        toRoot: checkpoint.root,
        proof: proof.map(hash => Buffer.from(hash, 'base64')),
      }));
    if (!isGrown) {
      return fromSize === checkpoint.size
        ? { status: 409, body: `${fromSize}\n` }
        : { status: 422 };
    }
    latest = checkpoint;
    return { status: 200, body: `${cosigner.cosign(note.text)}\n` };
  });
  return {
    ...server,
    publicKey: cosigner.verifierKey,
    latest: () => latest,
    beAway(away: boolean) {
      isAway = away;
    },
  };
}

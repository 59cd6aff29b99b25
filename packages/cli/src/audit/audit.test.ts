import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import path from 'node:path';
import { formatTlogProof } from '@sandlot/plugin-environments-common';
import {
  consistencyProof,
  Ed25519Signer,
  Frontier,
  hashLeaf,
  inclusionProof,
} from '@sandlot/plugin-environments-node';
import fs from 'fs-extra';
import { whyNoGo } from '../cluster/whyNoGo';
import { fromRoot } from '../paths';
import { captureIo } from '../testUtils/captureIo';
import { temporaryDirs } from '../testUtils/temporaryDirs';
import { EXIT } from './exitCodes';
import { keygen } from './keygen';
import { SampleLog } from './SampleLog';
import { verify } from './verify';

// The first signature of a process takes seconds on a busy machine.
jest.setTimeout(60_000);

const makeDir = temporaryDirs();
const log = SampleLog.create();
const keys = [log.signer.verifierKey, log.witness.verifierKey];
const RECORDS = 40;

/** Fewer than 256, so that the leaves are all there is to read. */
const leaves = Array.from({ length: RECORDS }, (_, index) =>
  hashLeaf(Buffer.from(log.record(index).canonical)),
);
const reader = {
  read: async (_level: number, from: bigint, to: bigint) =>
    leaves.slice(Number(from), Number(to)),
};

async function noteOf(size: number): Promise<string> {
  const tree = Frontier.create();
  for (const leaf of leaves.slice(0, size)) tree.append(leaf);
  return log.checkpoint(tree.size, tree.root());
}

async function proofOf(index: number): Promise<string> {
  return formatTlogProof({
    index: BigInt(index),
    hashes: await inclusionProof(BigInt(index), BigInt(RECORDS), reader),
    note: await noteOf(RECORDS),
    extra: Buffer.from(log.record(index).canonical),
  });
}

describe('audit verify', () => {
  async function exported(): Promise<string[]> {
    const lines: string[] = [];
    for await (const line of log.export(RECORDS, 10)) lines.push(line);
    return lines;
  }

  async function run(
    text: string,
    options: { key?: string[]; json?: boolean } = { key: keys },
  ) {
    const cwd = await makeDir();
    await fs.writeFile(path.join(cwd, 'file'), text);
    const io = captureIo(cwd);
    const code = await verify('file', options, io);
    return { code, stdout: io.stdout, stderr: io.stderr };
  }

  it('says of an export what it proves and what not', async () => {
    const { code, stdout, stderr } = await run((await exported()).join(''));
    expect([code, stderr]).toEqual([EXIT.proven, '']);
    expect(stdout)
      .toBe(`Proven: records 0 to 39 of portal.example/log, unchanged since the log sealed it.
  of the time   2026-11-29T00:00:00.000Z to 2026-11-29T00:00:00.390Z
  checkpoints   4, the last of 40 records
  signed by     ${keys[0]}
  witnessed by  witness.example, up to 40 records, 2026-11-29T12:00:00.000Z
`);
    const unpinned = await run((await exported()).join(''), {});
    expect(unpinned.code).toBe(EXIT.proven);
    expect(unpinned.stdout).toMatch(
      /^Whole in itself: .* no key was given\.[^]*What this does not prove:\n {2}- No key was given/,
    );
  });

  it.each<[keyof typeof EXIT, (lines: string[]) => string[], string]>([
    [
      'malformed',
      lines => [...lines.slice(0, 5), '{}\n', ...lines.slice(5)],
      'record 4',
    ],
    ['gap', lines => lines.filter((_, at) => at !== 5), 'record 4'],
    [
      'changed',
      lines =>
        lines.map((line, at) =>
          at === 5 ? line.replace('ResourceQuota', 'LimitRange') : line,
        ),
      'record 4',
    ],
    [
      'tree',
      lines => lines.filter(line => !line.includes('"type":"checkpoint"')),
      'record 0',
    ],
    ['incomplete', lines => lines.slice(0, -1), 'record 40'],
    [
      'disclosure',
      lines =>
        lines.map((line, at) =>
          at === 5
            ? line.replace('user:default/dana', 'user:default/eve')
            : line,
        ),
      'record 4',
    ],
  ])('ends in a code of its own: %s', async (problem, change, where) => {
    const { code, stdout } = await run(change(await exported()).join(''));
    expect(code).toBe(EXIT[problem]);
    expect(stdout).toMatch(/^NOT proven: /);
    expect(stdout).toContain(`, the first at ${where}.\n`);
  });

  it('ends in a code of its own where nobody trusted signed', async () => {
    const other = SampleLog.create().signer.verifierKey;
    const { code } = await run((await exported()).join(''), { key: [other] });
    expect(code).toBe(EXIT.signature);
  });

  it('ends in a code of its own where an attempt has no end', async () => {
    const open = SampleLog.create();
    const record = open.record.bind(open);
    open.record = index =>
      // The end of the first attempt is one of another.
      index === 1 ? record(3) : record(index * 10_000);
    const lines: string[] = [];
    for await (const line of open.export(20, 20)) lines.push(line);
    const { code, stdout } = await run(lines.join(''), {
      key: [open.signer.verifierKey],
    });
    expect(code).toBe(EXIT.unresolved);
    expect(stdout).toContain('the first at record 0.');
  });

  it('compares an export with a checkpoint that was kept', async () => {
    const cwd = await makeDir();
    const lines = await exported();
    await fs.writeFile(path.join(cwd, 'export'), lines.join(''));
    await fs.writeFile(path.join(cwd, 'kept'), await noteOf(25));
    await fs.writeFile(
      path.join(cwd, 'other'),
      await log.checkpoint(25n, hashLeaf(Buffer.from('another'))),
    );
    await fs.writeFile(
      path.join(cwd, 'later'),
      await log.checkpoint(41n, hashLeaf(Buffer.from('lost'))),
    );
    const compare = (checkpoint: string) =>
      verify('export', { key: keys, checkpoint: [checkpoint] }, captureIo(cwd));
    expect(await compare('kept')).toBe(EXIT.proven);
    expect(await compare('other')).toBe(EXIT.tree);
    // A log that was taken back to before what was kept is whole in itself.
    expect(await compare('later')).toBe(EXIT.incomplete);
    await expect(compare('export')).rejects.toThrow(
      'export has no checkpoint (three lines',
    );
    const copied = (await noteOf(25)).trimEnd().replace(/\n/g, '\r\n');
    await fs.writeFile(path.join(cwd, 'copied'), `\n${copied}`);
    expect(await compare('copied')).toBe(EXIT.proven);
    await fs.writeFile(path.join(cwd, 'export'), await proofOf(17));
    expect(await compare('kept')).toBe(EXIT.incomplete);
  });

  it('says plainly that an export holds no records, and that none is proven', async () => {
    const lines: string[] = [];
    for await (const line of log.export(0, 10)) lines.push(line);
    const { code, stdout } = await run(lines.join(''));
    expect(code).toBe(EXIT.proven);
    expect(stdout).toMatch(
      /^The export of portal\.example\/log holds no records: there is none to prove\.\n/,
    );
    expect(stdout).toMatch(
      /What this does not prove:[^]* {2}- That no record is of the time that was asked for is what the portal says: no proof shows it\./,
    );

    const [header, trailer] = lines.map(line => JSON.parse(line));
    const note = await noteOf(RECORDS);
    const filtered = await run(
      [
        { ...header, filter: { actor: 'user:default/nobody', outcome: 'x' } },
        { type: 'checkpoint', note },
        { ...trailer, checkpoint: note },
      ]
        .map(line => `${JSON.stringify(line)}\n`)
        .join(''),
      {},
    );
    expect(filtered.code).toBe(EXIT.proven);
    expect(filtered.stdout).toMatch(
      /^The export of portal\.example\/log holds no records: there is none to prove\.\n {2}checkpoints {3}1, the last of 40 records\n/,
    );
    expect(filtered.stdout).toContain(
      '  - That the filter (actor, outcome) found no record is what the portal says: no proof shows it.\n',
    );
    expect(filtered.stdout).not.toContain('each record is proven');
  });

  it('prints JSON for machines', async () => {
    const { code, stdout } = await run((await exported()).join(''), {
      key: keys,
      json: true,
    });
    expect(code).toBe(EXIT.proven);
    expect(JSON.parse(stdout)).toMatchObject({
      exitCode: 0,
      from: '0',
      to: '40',
      problems: [],
      isTrusted: true,
    });
  });

  it('verifies a proof, and none without the key', async () => {
    const proof = await proofOf(17);
    const { code, stdout } = await run(proof);
    expect(code).toBe(EXIT.proven);
    expect(stdout).toMatch(/^Proven: record 17 of portal\.example\/log, /);

    expect(await run(proof, {})).toMatchObject({
      code: EXIT.signature,
      stdout: expect.stringContaining('give it with --key'),
    });
    expect((await run(proof.replace('index 17', 'index 16'))).code).toBe(
      EXIT.tree,
    );
    expect((await run(proof.replace('extra ', 'extra'))).code).toBe(
      EXIT.malformed,
    );
  });

  it('tries nothing with a key that is none, or without a file', async () => {
    await expect(run('', { key: ['hello'] })).rejects.toThrow(
      'is no verifier key',
    );
    const io = captureIo(await makeDir());
    await expect(verify('nothing', {}, io)).rejects.toThrow('ENOENT');
  });
});

describe('audit keygen', () => {
  it('makes a key for its owner alone, and never writes over one', async () => {
    const io = captureIo(await makeDir());
    const file = path.join(io.cwd, 'log.pem');
    await keygen('log.pem', { origin: 'portal.example/log' }, io);
    const pem = await fs.readFile(file, 'utf8');
    const signer = Ed25519Signer.fromPem({ name: 'portal.example/log', pem });
    expect(io.stdout).toBe(`${signer.verifierKey}\n`);
    expect((await fs.stat(file)).mode % 0o1000).toBe(0o600);

    await expect(
      keygen('log.pem', { origin: 'portal.example/log' }, io),
    ).rejects.toThrow('a key is never written over');
    expect(await fs.readFile(file, 'utf8')).toBe(pem);
    await expect(
      keygen('other.pem', { origin: 'two words' }, io),
    ).rejects.toThrow('cannot be the name of a key');
    expect(await fs.pathExists(path.join(io.cwd, 'other.pem'))).toBe(false);
  });
});

describe('the checksum database of Go', () => {
  it('verifies our checkpoints and proofs, and not what was changed', async () => {
    const whyNot = await whyNoGo();
    if (whyNot) {
      // Where all must be tried a machine without Go is a fault of the machine.
      if (process.env.CI) throw new Error(whyNot);
      console.warn(`Not tried: ${whyNot}.`);
      return;
    }
    const dir = await makeDir();
    const program = path.join(dir, 'interop');
    const runFile = promisify(execFile);
    await runFile('go', ['build', '-o', program, '.'], {
      cwd: fromRoot('packages/cli/src/audit/interop'),
    });
    const consistency = await consistencyProof(13n, BigInt(RECORDS), reader);
    const files = {
      proof: await proofOf(17),
      old: await noteOf(13),
      new: await noteOf(RECORDS),
      consistency: consistency
        .map(hash => `${hash.toString('base64')}\n`)
        .join(''),
    };
    const check = async (change: Partial<typeof files> = {}) => {
      for (const [name, text] of Object.entries({ ...files, ...change })) {
        await fs.writeFile(path.join(dir, name), text);
      }
      const names = Object.keys(files).map(name => path.join(dir, name));
      return runFile(program, [keys[0], ...names]);
    };

    const { stdout } = await check();
    expect(stdout).toBe(
      'record 17 stands in the tree of 40\nthe tree of 40 begins with that of 13\n',
    );

    await expect(
      check({ proof: files.proof.replace('index 17', 'index 18') }),
    ).rejects.toThrow(/inclusion: /);
    await expect(check({ old: await noteOf(12) })).rejects.toThrow(
      /consistency: /,
    );
    await expect(
      check({ new: files.new.replace('\n40\n', '\n41\n') }),
    ).rejects.toThrow(/signature: /);
  }, 600_000);
});

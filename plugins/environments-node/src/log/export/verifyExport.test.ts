import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { hash } from 'node:crypto';
import { Ed25519Cosigner } from '../Ed25519Cosigner';
import { generateSigningKey } from '../signingKeys';
import { hashLeaf } from '../treeHashes';
import { ORIGIN, TestLog } from './__testUtils__/TestLog';
import { ExportDisclosure, ExportLine, ExportRecord } from './AuditExport';
import { formatExportLine } from './formatExportLine';
import { verifyExport } from './verifyExport';

jest.setTimeout(60_000);

describe('verifyExport', () => {
  let log: TestLog;

  beforeAll(async () => {
    log = await TestLog.create([3, 1, 300, 7]);
  });

  async function verify(lines: ExportLine[], keys = log.keys) {
    return verifyExport(lines.map(formatExportLine), { keys });
  }

  async function problemsOf(lines: ExportLine[], keys = log.keys) {
    const { problems } = await verify(lines, keys);
    return problems.map(({ code, index, span }) => [
      code,
      index === undefined ? span && [span.from, span.to] : index,
    ]);
  }

  /** The run with one of its records in another way. */
  async function changing(
    index: number,
    change: (record: ExportRecord) => ExportRecord[],
  ): Promise<ExportLine[]> {
    return (await log.run()).flatMap(line =>
      line.type === 'record' && line.index === String(index)
        ? change(line)
        : [line],
    );
  }

  it('proves a run, whatever pieces it comes in', async () => {
    const bytes = Buffer.from((await log.run()).map(formatExportLine).join(''));
    const expected = {
      origin: ORIGIN,
      records: 311,
      from: 0n,
      to: 311n,
      times: {
        oldest: '2026-11-29T00:00:00.000Z',
        newest: '2026-11-29T00:05:10.000Z',
      },
      checkpoints: 4,
      size: 311n,
      isFiltered: false,
      signedBy: [log.signer.verifierKey],
      witnessedBy: [
        {
          name: 'witness.example',
          size: 311n,
          time: new Date('2026-11-29T12:00:00Z'),
        },
      ],
      warnings: [],
      problems: [],
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(bytes.length), { maxLength: 20 }),
        async cuts => {
          const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
          const pieces = places
            .slice(1)
            .map((end, at) => bytes.subarray(places[at], end));
          expect(await verifyExport(pieces, { keys: log.keys })).toEqual(
            expected,
          );
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);

  it('proves a run that begins later, and says what of it is not proven', async () => {
    for (const from of [3, 4, 5, 256, 304, 310]) {
      const { problems, warnings, checkpoints } = await verify(
        await log.run(from),
      );
      expect(problems).toEqual([]);
      expect(checkpoints).toBeGreaterThan(0);
      expect(warnings).toEqual([
        expect.stringMatching(new RegExp(`begins at record ${from}\\.`)),
      ]);
    }
  });

  it('proves an export with a filter record by record', async () => {
    const verdict = await verify(await log.filtered([0, 3, 256, 310]));
    expect(verdict).toMatchObject({ problems: [], records: 4, size: 311n });
    expect(verdict.warnings).toEqual([
      expect.stringMatching(/not that none is missing/),
    ]);

    const moved = await log.filtered([0, 3, 256]);
    const record = moved[3] as ExportRecord;
    moved[3] = { ...record, index: '4' };
    expect(await problemsOf(moved)).toEqual([['tree', 4n]]);
  });

  it('names the record whose bytes were changed', async () => {
    const lines = await changing(99, record => [
      { ...record, canonical: record.canonical.replace('create', 'delete') },
    ]);
    expect(await problemsOf(lines)).toEqual([['changed', 99n]]);
  });

  it('names the span where the hash was changed with the record', async () => {
    const lines = await changing(99, record => {
      const canonical = record.canonical.replace('create', 'delete');
      const leaf = hashLeaf(Buffer.from(canonical)).toString('base64');
      return [{ ...record, canonical, leaf }];
    });
    expect(await problemsOf(lines)).toEqual([['tree', [4n, 304n]]]);
  });

  it('names what is missing, doubled, moved or put in', async () => {
    expect(await problemsOf(await changing(99, () => []))).toEqual([
      ['gap', 99n],
      ['gap', undefined],
    ]);
    expect(
      await problemsOf(await changing(99, record => [record, record])),
    ).toEqual([
      ['gap', 99n],
      ['gap', undefined],
    ]);
    const swapped = await log.run();
    const at = swapped.findIndex(
      line => line.type === 'record' && line.index === '99',
    );
    [swapped[at], swapped[at + 1]] = [swapped[at + 1], swapped[at]];
    expect(await problemsOf(swapped)).toEqual([
      ['gap', 99n],
      ['gap', 99n],
    ]);
    const renumbered = (await log.run()).map(line => {
      if (line.type !== 'record' || Number(line.index) < 99) return line;
      return { ...line, index: String(Number(line.index) + 1) };
    });
    expect((await problemsOf(renumbered))[0]).toEqual(['gap', 99n]);
  });

  it('names the end that is cut off, amid a line too', async () => {
    const text = (await log.run()).map(formatExportLine).join('');
    // Right behind the bytes of a record, one bracket before its line ends.
    const bracket = text.indexOf('}}\n', text.length / 2) + 1;
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 2), async end => {
        const { problems } = await verifyExport([text.slice(0, end)], {
          keys: log.keys,
        });
        expect(problems.map(({ code }) => code)).toEqual(['incomplete']);
      }),
      { numRuns: 30, examples: [[bracket]] },
    );
    const lines = await log.run();
    const [removed] = lines.splice(-3);
    expect(removed.type).toBe('record');
    lines.push({
      type: 'trailer',
      to: '310',
      records: 310,
      checkpoint: log.notes.get(304),
    });
    expect(await problemsOf(lines)).toEqual([['tree', [304n, 310n]]]);
  }, 60_000);

  it('trusts none but the given keys', async () => {
    const other = await TestLog.create([1]);
    expect(await problemsOf(await log.run(), other.keys)).toEqual([
      ['signature', [0n, 3n]],
    ]);
    const { problems, warnings } = await verifyExport(
      (await log.run()).map(formatExportLine),
    );
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/^No key was given, .* agrees with itself/),
    ]);
  });

  it('says that there is no witness, or that one was silent', async () => {
    const [key] = log.keys;
    const silent = Ed25519Cosigner.fromPem({
      name: 'silent.example',
      ...generateSigningKey(),
    }).verifierKey;
    expect((await verify(await log.run(), [key])).warnings).toEqual([
      expect.stringMatching(/^No witness whose key is known signed/),
    ]);
    expect(
      (await verify(await log.run(), [...log.keys, silent])).warnings,
    ).toEqual(['The witness silent.example signed none of the checkpoints.']);
  });

  it('sees signatures that are not of this text, the log’s and a witness’s', async () => {
    const signed = log.notes.get(3)!.split('\n');
    const wrongly = (note: string, name: string) => {
      const mark = `\u2014 ${name} `;
      const other = signed.find(line => line.startsWith(mark))!;
      const lines = note.split('\n');
      return lines
        .map(line => (line.startsWith(mark) ? other : line))
        .join('\n');
    };
    const run = await log.run();
    for (const name of [ORIGIN, 'witness.example']) {
      const lines = run.map(line =>
        line.type === 'checkpoint' && line.note.includes('\n4\n')
          ? { ...line, note: wrongly(line.note, name) }
          : line,
      );
      expect(await problemsOf(lines)).toEqual([['signature', [3n, 4n]]]);
    }
  });

  it('sees a history that was signed anew from an older state', async () => {
    const restored = await TestLog.create([3, 1]);
    restored.write({ reason: 'another' });
    const lines = await log.run();
    const at = lines.findIndex(
      line => line.type === 'record' && line.index === '5',
    );
    // Both are signed; only one is of these records.
    lines.splice(at, 0, {
      type: 'checkpoint',
      note: await log.sign(5n, restored.tree.frontier.root()),
    });
    expect(await problemsOf(lines)).toEqual([['tree', [4n, 5n]]]);

    const back = await log.run();
    back.splice(-1, 0, { type: 'checkpoint', note: log.notes.get(4)! });
    expect((await problemsOf(back))[0]).toEqual(['tree', [4n, 311n]]);
  });

  it('says what another program made of the file', async () => {
    const text = (await log.run()).map(formatExportLine).join('');
    for (const changed of [text.replace(/\n/g, '\r\n'), `\ufeff${text}`]) {
      const { problems } = await verifyExport([changed], { keys: log.keys });
      expect(problems).toContainEqual(
        expect.objectContaining({
          code: 'malformed',
          message: expect.stringContaining(
            'another program saved the file in a form of its own',
          ),
        }),
      );
    }
    const { problems } = await verifyExport(['index,time,action\n1,2,3\n']);
    expect(problems).toMatchObject([
      { message: expect.stringContaining('no export with proofs') },
    ]);
  });

  it('sees that something else is said to be disclosed than was committed to', async () => {
    for (const [place, value] of [
      [2, 'user:default/someone-else'],
      [0, '/actor/kind'],
      [0, '/nothing/there'],
      [1, 'AAAAAAAAAAAAAAAAAAAAAA=='],
    ] as const) {
      const lines = await changing(9, record => {
        const [disclosure] = structuredClone(record.disclosures);
        disclosure[place] = value;
        return [{ ...record, disclosures: [disclosure] }];
      });
      expect(await problemsOf(lines)).toEqual([['disclosure', 9n]]);
    }
    const erased = await changing(9, record => [
      { ...record, disclosures: [] },
    ]);
    const { problems, warnings } = await verify(erased);
    expect(problems).toEqual([]);
    // Who hands over a file might have left it out.
    expect(warnings).toEqual([
      expect.stringMatching(/^1 record has names or words .* not shown/),
    ]);
  });

  it('finds what was committed to wherever it stands, and nothing that only looks like it', async () => {
    const tricky = await TestLog.create([]);
    const commit = (pointer: string, value: unknown): ExportDisclosure => [
      pointer,
      'c2FsdA==',
      value,
    ];
    const disclosures = [
      commit('/actor/ref', 'user:default/dana'),
      commit('/parameters/app~1name', { a: ['"}],\n', 1e21] }),
      commit('/parameters/deep/er', null),
      commit('/reason', 'Größe \\'),
    ];
    const [ref, app, deeper, reason] = disclosures.map(one => ({
      commitment: `sha256:${hash('sha256', canonicalize(one)!)}`,
    }));
    const record = {
      actor: { kind: 'user', ref, 'a"},"ref': ref },
      parameters: {
        'app/name': app,
        deep: { er: deeper },
        text: '"reason":{"commitment":"sha256:"}',
      },
      reason,
    };
    tricky.write(record, disclosures);
    tricky.write({ ...record, actor: { kind: 'user', ref: reason } }, [
      commit('/reason', 'Größe \\'),
      commit('/actor/ref', 'user:default/dana'),
    ]);
    tricky.write({ 'actor/ref': ref }, disclosures.slice(0, 1));
    await tricky.seal();
    expect(await problemsOf(await tricky.run(), tricky.keys)).toEqual([
      ['disclosure', 1n],
      ['disclosure', 2n],
    ]);
  });

  it('reads stages of the record, and not of what is in it', async () => {
    const nested = await TestLog.create([]);
    const call = (stage: string, fields: object) =>
      nested.write({
        action: 'kubernetes.apply',
        correlationId: 'request',
        stage,
        target: { kind: 'Quota', name: 'a"b' },
        ...fields,
      });
    call('attempt', { parameters: { stage: 'succeeded', time: '9' } });
    call('observed', { parameters: { a: '","stage":"succeeded' } });
    call('observed', { source: { stage: 'succeeded' }, stage: 'observed' });
    call('observed', { time: '2026-11-30T00:00:00.000Z' });
    await nested.seal();
    const { problems } = await verify(await nested.run(), nested.keys);
    expect(problems).toMatchObject([
      {
        code: 'unresolved',
        index: 0n,
        message: expect.stringContaining('Quota'),
      },
    ]);
  });

  it.each<[string, (line: string) => string]>([
    [
      'the record twice',
      line => line.replace(',"record"', ',"record":{},"record"'),
    ],
    [
      'a field behind the record',
      line => line.replace(/}\n$/, ',"record":{}}\n'),
    ],
    [
      'a field that no record has',
      line => line.replace(',"leaf"', ',"more":1,"leaf"'),
    ],
    [
      'fields in another order',
      line => line.replace(/("index":"5"),("leaf":"[^"]*")/, '$2,$1'),
    ],
    ['spaces', line => line.replace(',"leaf"', ', "leaf"')],
    [
      'an index with a zero before it',
      line => line.replace('"index":"5"', '"index":"05"'),
    ],
  ])('takes no line with %s for proven', async (_, change) => {
    const lines = (await log.run()).map(formatExportLine);
    const at = lines.findIndex(line => line.includes('"index":"5"'));
    const changed = change(lines[at]);
    expect(changed).not.toBe(lines[at]);
    lines[at] = changed;
    const { problems } = await verifyExport(lines, { keys: log.keys });
    expect(problems).not.toEqual([]);
  });

  it('is read by any reader of JSON', async () => {
    const [, line] = (await log.run()).map(formatExportLine);
    expect(JSON.parse(line)).toEqual({
      type: 'record',
      index: '0',
      leaf: log.records[0].leaf,
      disclosures: log.records[0].disclosures,
      record: JSON.parse(log.records[0].canonical),
    });
  });

  it.each([
    'kubernetes.apply',
    'environment.access',
    'environment.revokeAccess',
    'template.dryRun',
  ])(
    'names attempts of which the end is not there, unless they are young: %s',
    async action => {
      const attempts = await TestLog.create([]);
      const time = (minutes: number) =>
        new Date(Date.UTC(2026, 10, 29, 0, minutes)).toISOString();
      const call = (stage: string, attempt: number, minutes: number) =>
        attempts.write({
          action,
          attempt,
          correlationId: 'request',
          stage,
          target: { kind: 'ResourceQuota', name: 'quota' },
          time: time(minutes),
        });
      call('attempt', 1, 0);
      call('attempt', 2, 1);
      call('unknown', 1, 2);
      call('attempt', 3, 40);
      await attempts.seal();
      const { problems, warnings } = await verify(
        await attempts.run(),
        attempts.keys,
      );
      expect(problems).toMatchObject([{ code: 'unresolved', index: 1n }]);
      expect(warnings).toEqual([
        expect.stringMatching(/^1 attempt of the last 15 minutes/),
      ]);
    },
  );

  it.each<[string, string[]]>([
    ['text', ['hello\n', 'world\n']],
    ['another format', ['{"type":"header","format":"other"}\n']],
    ['records without a header', ['{"type":"record"}\n']],
  ])('says that %s is no export', async (_, input) => {
    const { problems } = await verifyExport(input, { keys: log.keys });
    expect(problems).toMatchObject([{ code: 'malformed' }]);
  });

  it('goes on behind a line that it cannot read', async () => {
    const lines = (await log.run()).map(formatExportLine);
    lines.splice(20, 0, '{"type":"record","index":"-1"}\n');
    const { problems, records } = await verifyExport(lines, {
      keys: log.keys,
    });
    expect(problems).toMatchObject([{ code: 'malformed' }]);
    expect(records).toBe(311);
  });

  it('never takes a run with any byte of a record or note changed for whole', async () => {
    // Who takes a cosignature away leaves all the rest proven.
    const text = (await log.run())
      .map(line =>
        formatExportLine(line).replaceAll(/\u2014 witness[^\\]*\\n/g, ''),
      )
      .join('');
    // createdAt is nothing that is proven.
    const start = text.indexOf('\n') + 1;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: start, max: text.length - 2 }),
        fc.constantFrom('0', 'a', 'Z', '"', ' ', '\n'),
        async (at, character) => {
          fc.pre(text[at] !== character);
          const changed = text.slice(0, at) + character + text.slice(at + 1);
          const { problems } = await verifyExport([changed], {
            keys: log.keys,
          });
          expect(problems).not.toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  it('proves a log without records', async () => {
    const empty = await TestLog.create([]);
    const verdict = await verify(await empty.run(), empty.keys);
    expect(verdict).toMatchObject({ problems: [], records: 0, to: 0n });
  });
});

import { ORIGIN, TestLog } from './__testUtils__/TestLog';
import { ExportLine } from './AuditExport';
import { formatExportLine } from './formatExportLine';
import { verifyExport } from './verifyExport';

jest.setTimeout(60_000);

describe('verifyExport, with checkpoints that were kept', () => {
  let log: TestLog;

  beforeAll(async () => {
    log = await TestLog.create([3, 1, 300, 7]);
  });

  it('lets no other history pass', async () => {
    const other = await TestLog.create([3]);
    other.write({ reason: 'another' });
    const kept = [
      log.notes.get(3)!,
      await other.sign(4n, other.tree.frontier.root()),
    ];
    const lines = (await log.run()).map(formatExportLine);
    const { problems } = await verifyExport(lines, {
      keys: log.keys,
      checkpoints: kept,
    });
    expect(problems).toMatchObject([
      {
        code: 'tree',
        span: { from: 0n, to: 4n },
        message: expect.stringMatching(
          /the history was made anew, or that checkpoint is not what was kept, since none of the keys/,
        ),
      },
    ]);
  });

  it('compares with each of several of one size: they show that there were two histories', async () => {
    const other = await TestLog.create([]);
    for (let at = 0; at < 3; at++) other.write({ reason: 'another' });
    const forked = await log.sign(3n, other.tree.frontier.root());
    const lines = (await log.run()).map(formatExportLine);
    for (const checkpoints of [
      [forked, log.notes.get(3)!],
      [log.notes.get(3)!, forked],
    ]) {
      const { problems } = await verifyExport(lines, {
        keys: log.keys,
        checkpoints,
      });
      expect(problems).toMatchObject([
        {
          code: 'tree',
          span: { from: 0n, to: 3n },
          message: expect.stringMatching(/the history was made anew\.$/),
        },
      ]);
    }
  });

  it('does not pass where one was not compared with', async () => {
    const restored = await TestLog.create([3, 1]);
    const notCompared = async (lines: ExportLine[], note: string) => {
      const { problems } = await verifyExport(lines.map(formatExportLine), {
        checkpoints: [note],
      });
      return problems.map(({ code, message }) => `${code}: ${message}`);
    };
    expect(
      await notCompared(await restored.run(), log.notes.get(311)!),
    ).toEqual([
      'incomplete: The checkpoint of size 311 that was kept was not compared: the export ends before record 4. It is of an earlier time, or the log went back: export it up to now.',
    ]);
    expect(await notCompared(await log.run(4), log.notes.get(3)!)).toEqual([
      'incomplete: The checkpoint of size 3 that was kept was not compared: the export begins at record 4, behind it. Export from an earlier time on.',
    ]);
    const filtered = await log.filtered([0, 3]);
    expect(await notCompared(filtered, log.notes.get(3)!)).toEqual([
      expect.stringMatching(/^incomplete: .* an export with a filter leads to/),
    ]);
    expect(await notCompared(filtered, log.notes.get(311)!)).toEqual([]);
    const elsewhere = log.notes.get(3)!.replace(`${ORIGIN}\n`, 'other.log\n');
    expect(await notCompared(await log.run(), elsewhere)).toEqual([
      `malformed: The checkpoint of size 3 that was kept is one of other.log, and the export one of ${ORIGIN}.`,
    ]);
  });
});

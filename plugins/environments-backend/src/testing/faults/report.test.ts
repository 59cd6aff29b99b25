import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaultRow, writeTable } from './report';

const order = [
  { case: 'kill', operation: 'create' },
  { case: 'kill', operation: 'delete' },
  { case: 'clock', operation: 'create, delete' },
];

function rowOf(index: number, row: Partial<FaultRow>): FaultRow {
  const results = { points: 2, failed: 0, run: '', note: '', breaches: [] };
  return { ...order[index], ...results, ...row };
}

describe('the table of faults in a document', () => {
  let dir: string;
  let file: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sandlot-report-'));
    file = join(dir, 'reliability.md');
    await writeFile(
      file,
      'Before\n<!-- faults: begin, written by ./sandlot faults --write -->\n\nAn older table\n\n| case |\n| --- |\n| kill |\n\n<!-- faults: end -->\nAfter\n',
    );
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('has what was run now in the place of what was, and leaves the rest', async () => {
    const first = { run: '2026-01-01, aaaaaaa' };
    await writeTable(file, [rowOf(2, first), rowOf(0, first)], order);
    expect(await readFile(file, 'utf8')).toContain(
      '4 points, 0 failed. Not run yet: kill (delete).',
    );
    const next = { run: '2026-01-02, bbbbbbb', failed: 1, note: 'found' };
    await writeTable(file, [rowOf(0, next), rowOf(1, next)], order);
    expect(await readFile(file, 'utf8')).toBe(`Before
<!-- faults: begin, written by ./sandlot faults --write -->

6 points, 2 failed.

| case  | operation      | points | passed | failed | run                 | note  |
| ----- | -------------- | ------ | ------ | ------ | ------------------- | ----- |
| kill  | create         | 2      | 1      | 1      | 2026-01-02, bbbbbbb | found |
| kill  | delete         | 2      | 1      | 1      | 2026-01-02, bbbbbbb | found |
| clock | create, delete | 2      | 2      | 0      | 2026-01-01, aaaaaaa |       |

<!-- faults: end -->
After
`);
  });
});

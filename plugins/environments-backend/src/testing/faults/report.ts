import { readFile, writeFile } from 'node:fs/promises';

/** One line of the table. */
export interface FaultRow {
  case: string;
  operation: string;
  /** So often did it strike. */
  points: number;
  failed: number;
  note: string;
  /** When it was run, and of which commit. */
  run: string;
  /** What did not hold, with its point. */
  breaches: string[];
}

const HEADS = [
  'case',
  'operation',
  'points',
  'passed',
  'failed',
  'run',
  'note',
];
const BEGIN = '<!-- faults: begin, written by ./sandlot faults --write -->';
const END = '<!-- faults: end -->';

/** As Markdown, with columns as wide as they need. */
export function formatTable(rows: FaultRow[]): string {
  const cells = rows.map(row => [
    row.case,
    row.operation,
    `${row.points}`,
    `${row.points - row.failed}`,
    `${row.failed}`,
    row.run,
    row.note,
  ]);
  const widths = HEADS.map((head, column) =>
    Math.max(
      ...[HEADS, ...cells].map(line => line[column].length),
      head.length,
    ),
  );
  const line = (texts: string[]) =>
    `| ${texts.map((text, i) => text.padEnd(widths[i])).join(' | ')} |`;
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`;
  return [line(HEADS), rule, ...cells.map(line)].join('\n');
}

/**
 * Puts the rows into the table of a document, in the place of those of the same case
 * and operation; what was not run now stays, with the commit that it was run of.
 *
 * @param order - all that there is, as it is to be listed; what is not among it goes
 * @throws Error when the document has no place for it
 */
export async function writeTable(
  file: string,
  rows: FaultRow[],
  order: Pick<FaultRow, 'case' | 'operation'>[],
): Promise<void> {
  const document = await readFile(file, 'utf8');
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) {
    throw new Error(`${file} has no lines "${BEGIN}" and "${END}": add them`);
  }
  const head = document.slice(0, begin + BEGIN.length);
  const known = [...rows, ...readTable(document.slice(begin, end))];
  const all = order.flatMap(place => known.find(isOf(place)) ?? []);
  const missing = order.filter(place => !all.some(isOf(place)));
  const sum = (count: (row: FaultRow) => number) =>
    all.reduce((total, row) => total + count(row), 0);
  const heading = `${sum(({ points }) => points)} points, ${sum(
    ({ failed }) => failed,
  )} failed.${
    missing.length > 0
      ? ` Not run yet: ${missing
          .map(place => `${place.case} (${place.operation})`)
          .join('; ')}.`
      : ''
  }`;
  await writeFile(
    file,
    `${head}\n\n${heading}\n\n${formatTable(all)}\n\n${document.slice(end)}`,
  );
}

function isOf(place: Pick<FaultRow, 'case' | 'operation'>) {
  return (row: Pick<FaultRow, 'case' | 'operation'>) =>
    row.case === place.case && row.operation === place.operation;
}

/** What {@link formatTable} wrote; of another table nothing. */
function readTable(text: string): FaultRow[] {
  const [heads, , ...lines] = text
    .split('\n')
    .filter(line => line.startsWith('|'))
    .map(line =>
      line
        .slice(1, -1)
        .split('|')
        .map(cell => cell.trim()),
    );
  if (heads?.join() !== HEADS.join()) return [];
  return lines.map(([of, operation, points, , failed, run, note]) => ({
    case: of,
    operation,
    points: Number(points),
    failed: Number(failed),
    run,
    note,
    breaches: [],
  }));
}

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../../..');
const SECURITY = join(ROOT, 'SECURITY.md');

/** How often a file has a test, or a group of them, of exactly this name. */
function countOf(name: string, file: string): number {
  const source = readFileSync(file, 'utf8');
  return ["'", '"', '`'].reduce(
    (sum, quote) => sum + source.split(quote + name + quote).length - 1,
    0,
  );
}

/** Each threat is met by a test that there is, by name. */
describe('the threats in SECURITY.md', () => {
  const rows = [
    ...readFileSync(SECURITY, 'utf8').matchAll(
      /^\| (.+) \| `([\w-]+\/[\w./-]+)` \| (.+) \|$/gm,
    ),
  ].map(([, threat, file, name]) => ({ threat, file, name }));

  it('are there', () => {
    expect(rows.length).toBeGreaterThan(50);
  });

  it.each(rows)('have a test of $file: $name', ({ file, name }) => {
    expect(countOf(name, join(ROOT, file))).toBe(1);
  });
});

/** The table of escapes in SECURITY.md promises tests: each is there, by name. */
describe('the table in SECURITY.md', () => {
  const rows = [
    ...readFileSync(SECURITY, 'utf8').matchAll(
      /^\| .+ \| .+ \| `(\w+\.test\.ts)` \| (.+) \|$/gm,
    ),
  ].map(([, file, name]) => ({ file, name }));

  it.each(rows)('names a test of $file that there is: $name', row => {
    const source = readFileSync(join(__dirname, row.file), 'utf8');
    expect(source.split(row.name)).toHaveLength(2);
  });

  it.each(['portalEscapes.test.ts', 'portalRightsEscapes.test.ts'])(
    'has all known escapes of %s',
    file => {
      const names = [
        ...readFileSync(join(__dirname, file), 'utf8').matchAll(
          /^ {2}it\('(.+)', async/gm,
        ),
      ].map(([, name]) => name);
      expect(names.length).toBeGreaterThan(8);
      expect(
        rows.filter(row => row.file === file).map(({ name }) => name),
      ).toEqual(names);
    },
  );
});

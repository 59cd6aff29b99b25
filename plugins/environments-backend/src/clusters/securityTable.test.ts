import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SECURITY = resolve(__dirname, '../../../../SECURITY.md');

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

import path from 'node:path';
import fs from 'fs-extra';
import { temporaryDirs } from '../testUtils/temporaryDirs';
import { hashFiles } from './hashFiles';
import { Stamp } from './Stamp';

describe('Stamp', () => {
  const temporaryDir = temporaryDirs();

  it('counts only work that came to its end', async () => {
    const stamp = new Stamp(path.join(await temporaryDir(), 'deep/stamp'));
    expect(await stamp.matches('a')).toBe(false);

    await stamp.whileMaking('a', async () => {});
    expect(await stamp.matches('a')).toBe(true);
    expect(await stamp.matches('b')).toBe(false);

    const cutShort = stamp.whileMaking('a', async () => {
      throw new Error('cut short');
    });
    await expect(cutShort).rejects.toThrow('cut short');
    expect(await stamp.matches('a')).toBe(false);
  });
});

describe('hashFiles', () => {
  const temporaryDir = temporaryDirs();

  it('changes with content, place and presence, not with what a build leaves', async () => {
    const dir = await temporaryDir();
    const hash = () => hashFiles(dir, ['package', 'yarn.lock']);
    const write = (file: string, text: string) =>
      fs.outputFile(path.join(dir, file), text);

    await write('package/src/a.ts', 'one');
    const first = await hash();
    expect(await hash()).toBe(first);

    await write('package/dist/a.js', 'built');
    await write('package/node_modules/x/index.js', 'installed');
    await write('elsewhere/a.ts', 'not asked for');
    expect(await hash()).toBe(first);

    await write('package/src/a.ts', 'two');
    const second = await hash();
    await fs.move(
      path.join(dir, 'package/src/a.ts'),
      path.join(dir, 'package/src/b.ts'),
    );
    const third = await hash();
    await write('yarn.lock', '');
    const fourth = await hash();
    expect(new Set([first, second, third, fourth]).size).toBe(4);
  });
});

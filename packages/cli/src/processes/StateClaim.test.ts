import { spawn } from 'node:child_process';
import path from 'node:path';
import fs from 'fs-extra';
import { temporaryDirs } from '../testUtils/temporaryDirs';
import { waitFor } from '../testUtils/waitFor';
import { processIdentity } from './processIdentity';
import { StateClaim } from './StateClaim';

const FOREVER = 'setInterval(() => {}, 1000)';

describe('StateClaim', () => {
  const temporaryDir = temporaryDirs();

  function spawnForever() {
    const child = spawn(process.execPath, ['-e', FOREVER], { detached: true });
    return {
      name: 'Left over',
      pid: child.pid!,
      identity: processIdentity(child.pid!)!,
      stopSignal: 'SIGTERM' as const,
    };
  }

  it('is held by one at a time', async () => {
    const dir = await temporaryDir();
    const claim = await StateClaim.take(dir);
    claim.setUrl('http://localhost:7007');
    await expect(StateClaim.take(dir)).rejects.toThrow(
      `already (process ${process.pid}, http://localhost:7007)`,
    );
    claim.release();
    const next = await StateClaim.take(dir);
    next.release();
    expect(await fs.readdir(dir)).toEqual([]);
  });

  it('ends what a killed owner left, and nobody else', async () => {
    const dir = await temporaryDir();
    const leftOver = spawnForever();
    const stranger = spawnForever();
    await fs.writeJson(path.join(dir, StateClaim.fileName), {
      owner: { pid: process.pid, identity: 'an earlier boot' },
      children: [leftOver, { ...stranger, identity: 'an earlier boot' }],
    });

    const claim = await StateClaim.take(dir);
    expect(processIdentity(leftOver.pid)).toBeUndefined();
    expect(processIdentity(stranger.pid)).toBe(stranger.identity);
    claim.release();
    process.kill(stranger.pid, 'SIGKILL');
  });

  it('takes over a file that was cut short', async () => {
    const dir = await temporaryDir();
    await fs.writeFile(path.join(dir, StateClaim.fileName), '{"owner":');
    const claim = await StateClaim.take(dir);
    await expect(StateClaim.take(dir)).rejects.toThrow('already');
    claim.release();
  });

  it('has a guard that ends the children of a killed owner at once', async () => {
    const dir = await temporaryDir();
    const owner = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        '-e',
        `require(${JSON.stringify(
          path.join(__dirname, '../session/runSession'),
        )}).runSession(${JSON.stringify(dir)}, async session => {
          await session.supervisor.start({
            name: 'Child',
            command: process.execPath,
            args: ['-e', '${FOREVER}'],
            logDir: session.logDir,
          });
          return session.supervisor.untilEnded();
        })`,
      ],
      { stdio: 'ignore' },
    );
    const file = path.join(dir, StateClaim.fileName);
    const readChildren = () =>
      fs.existsSync(file) ? fs.readJsonSync(file).children : [];
    await waitFor(() => readChildren().length > 0);
    const [child] = readChildren();

    owner.kill('SIGKILL');
    await waitFor(() => processIdentity(child.pid) === undefined);
    await waitFor(() => !fs.existsSync(file));
    expect(readChildren()).toEqual([]);
  });
});

import path from 'node:path';
import fs from 'fs-extra';
import { temporaryDirs } from '../testUtils/temporaryDirs';
import { waitFor } from '../testUtils/waitFor';
import { endProcess } from './endProcess';
import { processIdentity } from './processIdentity';
import { StateClaim } from './StateClaim';
import { ProcessDiedError, StopRequestedError, Supervisor } from './Supervisor';

const FOREVER = 'setInterval(() => {}, 1000)';

describe('Supervisor', () => {
  const temporaryDir = temporaryDirs();

  async function createSupervisor() {
    const dir = await temporaryDir();
    const claim = await StateClaim.take(dir);
    const supervisor = new Supervisor(claim);
    const script = (name: string, source: string) => ({
      name,
      command: process.execPath,
      args: ['-e', source],
      logDir: dir,
    });
    return { dir, claim, supervisor, script };
  }

  function isGone(pid: number): boolean {
    return processIdentity(pid) === undefined;
  }

  it('says which child died with its last output, and leaves none behind', async () => {
    const { dir, claim, supervisor, script } = await createSupervisor();
    const grandchildFile = path.join(dir, 'grandchild');
    const other = await supervisor.start(
      script(
        'Other',
        `const { pid } = require('child_process').spawn(process.execPath, ['-e', '${FOREVER}']);
         require('fs').writeFileSync('${grandchildFile}', String(pid));
         ${FOREVER}`,
      ),
    );
    await waitFor(() => fs.existsSync(grandchildFile));
    const grandchild = Number(await fs.readFile(grandchildFile, 'utf8'));

    await supervisor.start(
      script('Fragile', 'console.error("out of luck"); process.exitCode = 3'),
    );
    const ended = supervisor.untilEnded();
    await expect(ended).rejects.toThrow(ProcessDiedError);
    await expect(ended).rejects.toThrow(
      /Fragile ended by itself \(code 3\)[^]*out of luck/,
    );

    await supervisor.stopAll();
    expect(isGone(other.recorded.pid)).toBe(true);
    await waitFor(() => isGone(grandchild));
    expect((await fs.readJson(claim.file)).children).toEqual([]);
  });

  it('ends what was started last first', async () => {
    const { supervisor } = await createSupervisor();
    const ended: string[] = [];
    for (const name of ['database', 'backend']) {
      supervisor.own(name, async () => {
        ended.push(name);
      });
    }
    await supervisor.stopAll();
    expect(ended).toEqual(['backend', 'database']);
  });

  it('keeps the first reason, and starts nothing after it', async () => {
    const { supervisor, script } = await createSupervisor();
    supervisor.fail(new StopRequestedError('SIGTERM'));
    supervisor.fail(new Error('a consequence'));
    await expect(supervisor.untilEnded()).rejects.toThrow('Stopped.');
    await expect(supervisor.start(script('Late', FOREVER))).rejects.toThrow(
      'Stopped.',
    );
    await expect(
      supervisor.whileRunning(new Promise(() => {})),
    ).rejects.toThrow(StopRequestedError);
  });

  it('gives the result of a child that runs to its end', async () => {
    const { supervisor, script } = await createSupervisor();
    const { code, child } = await supervisor.runToEnd(
      script('Step', 'console.log("done"); process.exitCode = 7'),
    );
    expect(code).toBe(7);
    expect(child.lastOutput).toBe('done');
    await expect(
      supervisor.run(script('Step', 'process.exitCode = 7')),
    ).rejects.toThrow('Step failed (code 7)');
    await expect(
      supervisor.run({ ...script('Absent', ''), command: '/absent/program' }),
    ).rejects.toThrow('Absent could not be started');
  });

  it('ends a child by force that does not listen', async () => {
    const { supervisor, script } = await createSupervisor();
    const child = await supervisor.start(
      script(
        'Stubborn',
        `process.on('SIGTERM', () => {}); console.log('deaf'); ${FOREVER}`,
      ),
    );
    await child.waitForOutput('deaf');
    await endProcess(child.recorded, 100);
    await expect(child.exited).resolves.toEqual({ signal: 'SIGKILL' });
  });
});

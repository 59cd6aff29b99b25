import { spawn } from 'node:child_process';
import { fromRoot } from '../paths';
import { processIdentity } from './processIdentity';
import type { StateClaim } from './StateClaim';

/**
 * Starts a process that outlives a `kill -9` of this one for as long as it takes to end the
 * children that the claim lists. It ends by itself with this process.
 */
export function startGuard(claim: StateClaim): void {
  const guard = spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      fromRoot('packages/cli/src/processes/guardMain.ts'),
      claim.file,
      String(process.pid),
      processIdentity(process.pid)!,
    ],
    { detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
  );
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
}

// Runs beside the CLI and holds the other end of a pipe. When the pipe closes the CLI is gone,
// however it went; what it left running is then ended.
import { isRunning } from './endProcess';
import { StateClaim } from './StateClaim';

const [claimFile, pid, identity] = process.argv.slice(2);
const owner = { pid: Number(pid), identity };

process.stdin.resume();
process.stdin.on('end', async () => {
  // The kernel closes the pipe a moment before the process counts as gone.
  while (isRunning(owner)) {
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  await StateClaim.endLeftovers(claimFile);
  process.exit();
});

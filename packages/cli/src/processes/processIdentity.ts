import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

/**
 * Names one run of a process, or nothing when there is none that still runs. A pid alone won't do:
 * the system gives it away again. On Linux this is the boot and the start time from proc(5),
 * elsewhere the start time that ps(1) prints.
 */
export function processIdentity(pid: number): string | undefined {
  return fs.existsSync('/proc/self/stat')
    ? identityFromProc(pid)
    : identityFromPs(pid);
}

function identityFromProc(pid: number): string | undefined {
  let stat: string;
  try {
    stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The second field is the command in brackets and may hold anything, brackets and spaces too.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startTime] = [fields[0], fields[19]];
  if (state === 'Z' || state === 'X') {
    return undefined;
  }
  const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
  return `${boot.trim()}:${startTime}`;
}

function identityFromPs(pid: number): string | undefined {
  try {
    const output = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return output.trim() || undefined;
  } catch {
    return undefined;
  }
}

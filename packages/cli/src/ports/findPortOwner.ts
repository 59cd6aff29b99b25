import fs from 'node:fs';
import path from 'node:path';

/** State `LISTEN` in /proc/net/tcp. */
const LISTEN = '0A';

/**
 * Names the process that listens on a TCP port, such as `node (process 4711)`. Nothing where the
 * system doesn't tell: not on Linux, or another user's process.
 */
export function findPortOwner(port: number): string | undefined {
  try {
    const inodes = listeningInodes(port);
    const pid = fs
      .readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .find(name => holdsSocket(name, inodes));
    if (!pid) {
      return undefined;
    }
    const [program] = fs
      .readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      .split('\0');
    return `${path.basename(program)} (process ${pid})`;
  } catch {
    return undefined;
  }
}

function listeningInodes(port: number): Set<string> {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const inodes = new Set<string>();
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of fs.readFileSync(file, 'utf8').split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      if (fields[1]?.endsWith(`:${hexPort}`) && fields[3] === LISTEN) {
        inodes.add(fields[9]);
      }
    }
  }
  return inodes;
}

function holdsSocket(pid: string, inodes: Set<string>): boolean {
  try {
    return fs.readdirSync(`/proc/${pid}/fd`).some(descriptor => {
      const target = fs.readlinkSync(`/proc/${pid}/fd/${descriptor}`);
      return inodes.has(target.replace(/^socket:\[(\d+)\]$/, '$1'));
    });
  } catch {
    return false;
  }
}

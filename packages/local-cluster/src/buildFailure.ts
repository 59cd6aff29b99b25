import { GoToolchainError } from './goToolchain';

const EXPLANATIONS: [pattern: RegExp, explain: (folder: string) => string][] = [
  [
    /no space left on device/i,
    folder =>
      `The disk is full: building the local control plane needs about 4 GB, in ${folder}, in Go's cache (go env GOCACHE GOMODCACHE) and in the temporary folder.`,
  ],
  [
    /dial tcp|no such host|i\/o timeout|TLS handshake|connection re(set|fused)|module lookup disabled|reading https?:.*: (4|5)\d\d|unexpected EOF/i,
    () =>
      "Go can't fetch the control plane's modules: check the network, or set GOPROXY to a module proxy that this machine can reach.",
  ],
  [
    /signal: killed|cannot allocate memory|out of memory/i,
    () =>
      'Go ran out of memory: building the local control plane needs about 2.5 GB. Close something, or build with GOFLAGS=-p=1.',
  ],
];

/**
 * The error for a build that failed, from what Go wrote to standard error.
 *
 * @param folder - where the binary was to go
 */
export function buildFailure(output: string, folder: string): Error {
  const lines = output
    .split('\n')
    .filter(line => /[\s:]/.test(line.trim()) && !isProgress(line));
  const explanation = EXPLANATIONS.find(([pattern]) =>
    lines.some(line => pattern.test(line)),
  )?.[1](folder);
  const said = lines.slice(-5).join('\n').trim() || output.trim().slice(-500);
  return new GoToolchainError(
    explanation
      ? `${explanation}\nGo said: ${said}`
      : `The local control plane can't be built. Go said: ${said}`,
  );
}

function isProgress(line: string): boolean {
  return line.startsWith('go: downloading ');
}

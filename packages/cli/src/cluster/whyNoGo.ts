import { runCommand } from '../processes/runCommand';

/** The oldest Go that fetches by itself the newer one that the control plane's module asks for. */
const OLDEST_GO = [1, 21];

/** Says why the local control plane can't be built, or nothing when it can. */
export async function whyNoGo(): Promise<string | undefined> {
  let output: string;
  try {
    ({ output } = await runCommand('go', ['version']));
  } catch {
    return 'Go is not installed';
  }
  const version = /go(\d+)\.(\d+)/.exec(output);
  if (!version) {
    return 'Go does not tell its version';
  }
  const [major, minor] = [Number(version[1]), Number(version[2])];
  const old =
    major < OLDEST_GO[0] || (major === OLDEST_GO[0] && minor < OLDEST_GO[1]);
  return old ? `Go ${major}.${minor} is too old, 1.21 is needed` : undefined;
}

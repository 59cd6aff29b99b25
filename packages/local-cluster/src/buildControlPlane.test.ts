import { chmodSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { buildControlPlane, isControlPlaneBuilt } from './buildControlPlane';

/** What the stand-in for Go says of itself, and does when it is told to build. */
interface StandIn {
  version: string;
  toolchain?: string;
  /** Shell lines; `$output` is the file to make. */
  build?: string;
}

describe('buildControlPlane', () => {
  const path = process.env.PATH;
  let folder: string;
  let cacheDir: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandlot-build-'));
    cacheDir = join(folder, 'cache');
  });

  afterEach(async () => {
    process.env.PATH = path;
    await rm(folder, { recursive: true, force: true });
  });

  function useGo({ version, toolchain = 'auto', build = 'exit 1' }: StandIn) {
    writeFileSync(
      join(folder, 'go'),
      `#!/bin/sh
case "$2" in
GOVERSION) echo go${version}; exit;;
GOTOOLCHAIN) echo ${toolchain}; exit;;
esac
while [ "$1" != -o ]; do shift; done
output=$2
${build}
`,
    );
    chmodSync(join(folder, 'go'), 0o755);
    process.env.PATH = [folder, path].join(delimiter);
  }

  it('builds once, however many ask, and leaves nothing half done', async () => {
    useGo({
      version: '1.26.8',
      build: 'echo k8s.io/api >&2; echo x > "$output"',
    });
    expect(isControlPlaneBuilt(cacheDir)).toBe(false);
    const built = await Promise.all([
      buildControlPlane({ cacheDir }),
      buildControlPlane({ cacheDir }),
    ]);
    expect(built[0]).toBe(built[1]);
    expect(readdirSync(dirname(built[0]))).toEqual(['sandlot-control-plane']);
    expect(isControlPlaneBuilt(cacheDir)).toBe(true);

    useGo({ version: '1.26.8', build: 'exit 1' });
    expect(await buildControlPlane({ cacheDir })).toBe(built[0]);
  });

  it('builds with a Go that may fetch a newer one', async () => {
    useGo({ version: '1.21.0', build: 'echo x > "$output"' });
    await buildControlPlane({ cacheDir });
    expect(isControlPlaneBuilt(cacheDir)).toBe(true);
  });

  it.each<[string, StandIn, RegExp]>([
    [
      'an old Go',
      { version: '1.20.14' },
      /^Go 1\.20\.14 is too old .*: install Go 1\.\d+\.0 or newer\.$/,
    ],
    [
      'a Go that may not fetch a newer one',
      { version: '1.24.1', toolchain: 'local' },
      /^Go 1\.24\.1 is too old .*GOTOOLCHAIN=local.*set GOTOOLCHAIN=auto\.$/,
    ],
    [
      'a full disk',
      {
        version: '1.26.8',
        build: 'echo "write /tmp/x: no space left on device" >&2; exit 1',
      },
      /^The disk is full: /,
    ],
    [
      'no network',
      {
        version: '1.26.8',
        build:
          'echo "go: k8s.io/api@v0.36.3: Get \\"https://proxy.example\\": dial tcp: lookup proxy.example: no such host" >&2; exit 1',
      },
      /^Go can't fetch the control plane's modules: check the network/,
    ],
    [
      'anything else',
      { version: '1.26.8', build: 'echo "./main.go:1:1: odd" >&2; exit 2' },
      /^The local control plane can't be built\. Go said: \.\/main\.go:1:1: odd$/,
    ],
  ])('explains %s', async (_name, standIn, message) => {
    useGo(standIn);
    await expect(buildControlPlane({ cacheDir })).rejects.toMatchObject({
      name: 'GoToolchainError',
      message: expect.stringMatching(message),
    });
    expect(isControlPlaneBuilt(cacheDir)).toBe(false);
  });

  it('explains that there is no Go', async () => {
    process.env.PATH = join(folder, 'nothing-here');
    await expect(buildControlPlane({ cacheDir })).rejects.toThrow(
      /^Go is not on PATH, .*: install Go 1\.\d+\.0 or newer/,
    );
  });
});

import { resolve } from 'node:path';
import { build } from 'esbuild';

/** As deep below the package as the sources, whose paths to other folders it keeps. */
const BUNDLE = resolve(__dirname, '../../../dist/faults/victim.cjs');

let bundled: Promise<string> | undefined;

/**
 * All code of a victim in one file, made once for each run: a process that reads
 * and transforms the sources by itself takes four times as long to start.
 *
 * @returns its path
 */
export function bundleVictim(): Promise<string> {
  bundled ??= build({
    entryPoints: [resolve(__dirname, 'victimMain.ts')],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    // Half as long to read; errors are told apart by their names.
    minify: true,
    keepNames: true,
    logLevel: 'error',
    // It reads files beside its own.
    alias: {
      '@backstage/backend-test-utils': resolve(__dirname, 'victimServices.ts'),
    },
    external: [
      'pg-format',
      // Of other databases and clouds; nothing here gets as far as to load them.
      'better-sqlite3',
      'mariadb/callback',
      'mysql',
      'mysql2',
      'oracledb',
      'pg-native',
      'pg-query-stream',
      'sqlite3',
      'tedious',
      '@google-cloud/*',
      'cpu-features',
      'isolated-vm',
      '*.node',
    ],
  }).then(() => BUNDLE);
  return bundled;
}

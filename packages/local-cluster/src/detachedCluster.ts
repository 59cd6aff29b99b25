import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buildControlPlane } from './buildControlPlane';
import {
  ClusterAccess,
  clusterAccess,
  portalKubeconfigPath,
  prepareAccess,
} from './clusterAccess';
import { binaryNotePath, ControlPlaneProcess } from './ControlPlaneProcess';
import { ControlPlaneReport, reportedError } from './controlPlaneReport';
import { LocalClusterOptions } from './LocalCluster';

/**
 * Starts a local cluster that outlives this process, until
 * {@link stopDetachedCluster}. One that runs already is kept; the manifests are
 * applied and the portal's token renewed all the same.
 *
 * @throws as {@link LocalCluster.start}.
 *
 * @public
 */
export async function startDetachedCluster(
  options: LocalClusterOptions,
): Promise<ClusterAccess> {
  const dataDir = resolve(options.dataDir);
  if (await findCluster({ dataDir })) {
    return prepareAccess(dataDir, options);
  }
  const binary = await buildControlPlane(options);
  const controlPlane = await ControlPlaneProcess.start({
    binary,
    dataDir,
    detached: true,
    signal: options.signal,
  });
  try {
    return await prepareAccess(dataDir, options);
  } catch (error) {
    await controlPlane.stop();
    throw error;
  }
}

/**
 * Stops the local cluster that runs on a data folder and keeps its data.
 *
 * @returns whether one ran
 *
 * @public
 */
export async function stopDetachedCluster(options: {
  dataDir: string;
}): Promise<boolean> {
  const dataDir = resolve(options.dataDir);
  const binary = await notedBinary(dataDir);
  if (!binary || (await ask(binary, 'status', dataDir)).stopped) {
    return false;
  }
  await ask(binary, 'stop', dataDir);
  return true;
}

/**
 * How to reach the local cluster that runs on a data folder, if one does.
 *
 * @public
 */
export async function findCluster(options: {
  dataDir: string;
}): Promise<ClusterAccess | undefined> {
  const dataDir = resolve(options.dataDir);
  const binary = await notedBinary(dataDir);
  if (!binary || (await ask(binary, 'status', dataDir)).stopped) {
    return undefined;
  }
  return clusterAccess(dataDir, existsSync(portalKubeconfigPath(dataDir)));
}

async function notedBinary(dataDir: string): Promise<string | undefined> {
  const noted = await readFile(binaryNotePath(dataDir), 'utf8').catch(() => '');
  if (!noted) {
    return undefined;
  }
  return existsSync(noted) ? noted : buildControlPlane();
}

function ask(
  binary: string,
  command: 'status' | 'stop',
  dataDir: string,
): Promise<ControlPlaneReport> {
  return new Promise((done, fail) => {
    execFile(binary, [command, `--data-dir=${dataDir}`], (error, stdout) => {
      if (error && !stdout) {
        fail(error);
        return;
      }
      const report = JSON.parse(stdout) as ControlPlaneReport;
      if (report.error) {
        fail(reportedError(report.error));
      } else {
        done(report);
      }
    });
  });
}

import path from 'node:path';
import { fromRoot } from '../paths';
import { describePortal } from '../portal/describePortal';
import { readPeople } from '../portal/readPeople';
import { startPortal, type PortalOptions } from '../portal/startPortal';
import { runSession } from '../session/runSession';

/** Runs the portal until it is stopped or one of its parts ends. */
export async function start(
  options: PortalOptions & { stateDir?: string },
): Promise<void> {
  const stateDir = options.stateDir
    ? path.resolve(options.stateDir)
    : fromRoot('.sandlot');
  await runSession(stateDir, async session => {
    const portal = await startPortal(session, options);
    console.log(describePortal(portal, await readPeople()));
    return session.supervisor.untilEnded();
  });
}

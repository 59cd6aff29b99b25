import { PortalSide } from './PortalSide';
import { spread } from './quantiles';

const ROUNDS = 5;
/** Of a worker, by default. */
const LEASE_SECONDS = 10;

/** Workers are killed right after a change of the cluster of which nobody hears any more. */
export async function measureTakeovers(
  portal: PortalSide,
  kubeconfig: string,
): Promise<string> {
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    seconds.push(await portal.takeOver(`orphan-${round}`, kubeconfig));
  }
  await portal.deleteAll();
  return [
    `kill -9 of ${ROUNDS} workers in the midst of a creation, with a lease of ${LEASE_SECONDS} s, until the portal has brought it further.`,
    `  Seconds: ${spread(seconds)}; in leases: ${spread(
      seconds.map(value => value / LEASE_SECONDS),
    )} (aim: 1.2)`,
  ].join('\n');
}

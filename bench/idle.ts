import { setTimeout as wait } from 'node:timers/promises';
import { LOOK_SELDOM_MILLISECONDS, PortalSide } from './PortalSide';

/** Lists are made of each kind, in pages: with few objects they are many for each. */
const ENVIRONMENTS = 240;
const RESYNC_SECONDS = 60;

/**
 * Calls to the API server while nobody asks for anything, for one comparison of
 * all that there is. The portal counts them itself, in the metrics that it serves.
 */
export async function measureIdle(
  portal: PortalSide,
  metricsUrl: string,
  driftEverySeconds: number,
): Promise<string> {
  const revision = await portal.revision();
  await Promise.all(
    Array.from({ length: ENVIRONMENTS }, (_, index) =>
      portal.make(`idle-${index}`, revision, LOOK_SELDOM_MILLISECONDS),
    ),
  );
  const objects = await portal.countObjects();
  const written = await portal.countWrites();
  const before = await readCalls(metricsUrl);
  await wait(RESYNC_SECONDS * 1000);
  const after = await readCalls(metricsUrl);
  const writes = (await portal.countWrites()) - written;
  await portal.deleteAll();
  const resyncs = RESYNC_SECONDS / driftEverySeconds;
  const calls = (total(after) - total(before)) / resyncs;
  const changing = [...after]
    .filter(([method]) => !['GET', 'HEAD'].includes(method))
    .map(
      ([method, count]) => [method, count - (before.get(method) ?? 0)] as const,
    )
    .filter(([, count]) => count > 0);
  return [
    `${ENVIRONMENTS} environments of ${objects} objects at rest for ${RESYNC_SECONDS} s, compared every ${driftEverySeconds} s.`,
    `  Calls for each comparison: ${calls.toFixed(1)}, for each object ${(
      calls / objects
    ).toFixed(4)} (aim: 0.01)`,
    `  Calls that change something: ${
      changing.map(([method, count]) => `${count} ${method}`).join(', ') ||
      'none'
    }; rows that changed: ${writes}`,
  ].join('\n');
}

/** By HTTP method. */
async function readCalls(url: string): Promise<Map<string, number>> {
  const text = await (await fetch(url)).text();
  const calls = new Map<string, number>();
  for (const [, labels, count] of text.matchAll(
    /^sandlot_cluster_call_duration\w*_count\{([^}]*)\} (\d+)/gm,
  )) {
    const method = /http_request_method="(\w+)"/.exec(labels)?.[1] ?? 'other';
    calls.set(method, (calls.get(method) ?? 0) + Number(count));
  }
  if (calls.size === 0) {
    throw new Error(`${url} tells of no calls to a cluster`);
  }
  return calls;
}

function total(calls: Map<string, number>): number {
  return [...calls.values()].reduce((sum, count) => sum + count, 0);
}

import { LOOK_SELDOM_MILLISECONDS, PortalSide } from './PortalSide';
import { RawSide } from './RawSide';
import { spread } from './quantiles';

const AT_ONCE = 100;
/** As many as one backend works on at the same time, unless told. */
const IN_FLIGHT = 16;
const ROUNDS = 4;

/**
 * So many requests at the same moment, until the last is Ready, against bare calls
 * of which as many are under way as the portal has workers.
 */
export async function measureWaves(
  portal: PortalSide,
  raw: RawSide,
): Promise<string> {
  const rounds: { portal: number; raw: number }[] = [];
  const revision = await portal.revision();
  for (let round = 0; round < ROUNDS; round += 1) {
    const names = Array.from(
      { length: AT_ONCE },
      (_, index) => `wave-${round}-${index}`,
    );
    const sides = {
      portal: () =>
        Promise.all(
          names.map(name =>
            portal.make(name, revision, LOOK_SELDOM_MILLISECONDS),
          ),
        ),
      raw: () => limited(IN_FLIGHT, names, name => raw.measure(name)),
    };
    const times = { portal: 0, raw: 0 };
    const order =
      round % 2 ? (['portal', 'raw'] as const) : (['raw', 'portal'] as const);
    for (const side of order) {
      const began = performance.now();
      await sides[side]();
      times[side] = performance.now() - began;
    }
    rounds.push(times);
    await portal.deleteAll();
  }
  const ratios = rounds.map(one => one.portal / one.raw);
  return [
    `${AT_ONCE} at once, ${ROUNDS} rounds in turns, ${IN_FLIGHT} in flight. Seconds until the last is Ready.`,
    `  Portal: ${rounds
      .map(one => (one.portal / 1000).toFixed(1))
      .join(', ')}; raw: ${rounds
      .map(one => (one.raw / 1000).toFixed(1))
      .join(', ')}`,
    `  Ratio portal / raw: ${spread(ratios)} (aim: 1.3)`,
  ].join('\n');
}

async function limited<T>(
  limit: number,
  items: T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items];
  await Promise.all(
    Array.from({ length: limit }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) {
        await work(item);
      }
    }),
  );
}

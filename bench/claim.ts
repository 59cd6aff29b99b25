import { PortalSide } from './PortalSide';
import { quantile, ratio } from './quantiles';

const ROUNDS = 20;

/**
 * The same template with two choices in turns: one is kept ready in a warm pool,
 * the other is made from scratch. What is claimed can be used when the request is
 * answered.
 */
export async function measureClaims(
  portal: PortalSide,
  pooled: object,
): Promise<string> {
  const claims: number[] = [];
  const creations: number[] = [];
  const revision = await portal.revision();
  for (let round = 0; round < ROUNDS; round += 1) {
    await portal.poolIsFull();
    const claim = await portal.claim(`claim-${round}`, pooled);
    claims.push(claim);
    creations.push(await portal.make(`scratch-${round}`, revision));
  }
  await portal.deleteAll();
  return [
    `${ROUNDS} from the warm pool, ${ROUNDS} from scratch, in turns. Milliseconds, p50 and p90.`,
    `  Claimed, until the answer, when it can be used: ${both(claims)}`,
    `  From scratch, until it is Ready: ${both(creations)}`,
    `  Ratio claim / creation: ${ratio(
      claims,
      creations,
      0.5,
    )} (p50; aim: 0.1)`,
  ].join('\n');
}

function both(values: number[]): string {
  return [0.5, 0.9].map(q => quantile(values, q).toFixed(0)).join(', ');
}

import {
  Environment,
  RolloutDetail,
  RolloutRequest,
} from '@sandlot/plugin-environments-common';
import { Knex } from 'knex';
import { ClusterError } from '../clusters/ClusterError';
import { shopTemplate } from './shopTemplate';
import { SHOP, startShopPortal } from './startShopPortal';
import { until } from './until';

/** A portal with the shop, and what is needed to roll it out. */
export async function startRolloutPortal(knex: Knex) {
  const portal = await startShopPortal(knex, [shopTemplate()]);
  let keys = 0;
  return {
    ...portal,

    async makeShops(count: number): Promise<Environment[]> {
      const shops: Environment[] = [];
      for (let made = 0; made < count; made += 1) {
        shops.push(await portal.makeShop());
      }
      return shops;
    },

    /** By Olu: all at once, with a pause after one failure, unless changed. */
    rollOut(revision: string, change: Partial<RolloutRequest> = {}) {
      keys += 1;
      return portal.as('olu').createRollout(
        {
          template: SHOP,
          revision,
          cohorts: [{ name: 'all', percent: 100 }],
          pauseAfterFailures: 1,
          waitBetweenCohorts: false,
          ...change,
        },
        `rollout-key-${keys}`,
      );
    },

    /** Waits until the rollout is as it should be. */
    async until(
      { rollout }: RolloutDetail,
      isThere: (detail: RolloutDetail) => boolean,
    ): Promise<RolloutDetail> {
      return until(async () => {
        const detail = await portal.as('olu').getRollout(rollout.id);
        return isThere(detail) && detail;
      });
    },

    /** The next upgrade fails. */
    refuseNext(): void {
      portal.twin.faults.failNext(
        { method: 'apply', kind: 'Deployment' },
        new ClusterError('Refused', 'no such luck', { status: 422 }),
      );
    },
  };
}

export type RolloutPortal = Awaited<ReturnType<typeof startRolloutPortal>>;

export const inState =
  (state: RolloutDetail['rollout']['state']) =>
  ({ rollout }: RolloutDetail): boolean =>
    rollout.state === state;

import { Rollout, RolloutDetail } from '@sandlot/plugin-environments-common';
import { RolloutMemberRow, RolloutRow } from '../database/RolloutsTable';
import { Store } from '../database/Store';

/** Rollouts as the API shows them. */
export class RolloutViews {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async summary(row: RolloutRow): Promise<Rollout> {
    const [members, target] = await Promise.all([
      this.#store.rollouts.members(row.id),
      this.#store.upgradeTargets.get(row.templateRef, row.revision),
    ]);
    return toRollout(row, members, target?.title ?? row.templateRef);
  }

  async detail(row: RolloutRow): Promise<RolloutDetail> {
    const [members, target] = await Promise.all([
      this.#store.rollouts.members(row.id),
      this.#store.upgradeTargets.get(row.templateRef, row.revision),
    ]);
    const environments = await this.#store.environments.findByIds(
      members.map(({ environmentId }) => environmentId),
    );
    return {
      rollout: toRollout(row, members, target?.title ?? row.templateRef),
      members: members.map((member, index) => {
        const { environmentId, state, operationId, message } = member;
        const { name, ownerRef, cluster } = environments[index]!;
        return {
          environmentId,
          name,
          owner: ownerRef,
          cluster,
          cohort: row.cohorts[member.cohort].name,
          state,
          operationId,
          message,
        };
      }),
    };
  }
}

function toRollout(
  row: RolloutRow,
  members: RolloutMemberRow[],
  title: string,
): Rollout {
  return {
    id: row.id,
    template: row.templateRef,
    title,
    revision: row.revision,
    state: row.state,
    reason: row.reason,
    createdBy: row.actor.ref,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString(),
    pauseAfterFailures: row.pauseAfterFailures,
    waitBetweenCohorts: row.waitBetweenCohorts,
    cohorts: row.cohorts.map(({ name, percent }, cohort) => {
      const count = (state: RolloutMemberRow['state']) =>
        members.filter(
          member => member.cohort === cohort && member.state === state,
        ).length;
      return {
        name,
        percent,
        pending: count('Pending'),
        upgrading: count('Upgrading'),
        succeeded: count('Succeeded'),
        failed: count('Failed'),
        held: count('Held'),
        skipped: count('Skipped'),
      };
    }),
  };
}

import { Rollout, RolloutDetail } from '@sandlot/plugin-environments-common';
import { MemberCount, RolloutRow } from '../database/RolloutsTable';
import { Store } from '../database/Store';

/** Rollouts as the API shows them. */
export class RolloutViews {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** In the order of the rows. */
  async summaries(rows: RolloutRow[]): Promise<Rollout[]> {
    const [counts, titles] = await Promise.all([
      this.#store.rollouts.countMembers(rows.map(({ id }) => id)),
      this.#store.upgradeTargets.titles(rows.map(({ revision }) => revision)),
    ]);
    return rows.map(row =>
      toRollout(
        row,
        counts.filter(({ rolloutId }) => rolloutId === row.id),
        titles,
      ),
    );
  }

  async detail(row: RolloutRow): Promise<RolloutDetail> {
    const [[rollout], members] = await Promise.all([
      this.summaries([row]),
      this.#store.rollouts.members(row.id),
    ]);
    const environments = await this.#store.environments.findByIds(
      members.map(({ environmentId }) => environmentId),
    );
    return {
      rollout,
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
  counts: MemberCount[],
  titles: Map<string, string>,
): Rollout {
  return {
    id: row.id,
    template: row.templateRef,
    title: titles.get(row.revision) ?? row.templateRef,
    revision: row.revision,
    state: row.state,
    reason: row.reason,
    createdBy: row.actor.ref,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString(),
    pauseAfterFailures: row.pauseAfterFailures,
    waitBetweenCohorts: row.waitBetweenCohorts,
    cohorts: row.cohorts.map(({ name, percent }, cohort) => {
      const count = (state: MemberCount['state']) =>
        counts.find(of => of.cohort === cohort && of.state === state)?.count ??
        0;
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

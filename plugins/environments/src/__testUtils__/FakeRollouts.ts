import {
  Rollout,
  RolloutDetail,
  RolloutRequest,
} from '@sandlot/plugin-environments-common';
import { OPS } from './fixtures';
import { FakeWorkbench } from './FakeWorkbench';

/** Rollouts. They move when a test changes `rollouts`. */
export class FakeRollouts extends FakeWorkbench {
  rollouts: RolloutDetail[] = [];

  async listRollouts(
    query: { template?: string } = {},
  ): Promise<{ items: Rollout[] }> {
    await this.check('listRollouts');
    return {
      items: this.rollouts
        .map(({ rollout }) => rollout)
        .filter(
          ({ template }) => !query.template || template === query.template,
        ),
    };
  }

  async createRollout(
    body: RolloutRequest,
    _key: string,
  ): Promise<RolloutDetail> {
    await this.check('createRollout');
    const behind = this.environments.filter(
      ({ template, phase }) =>
        template.ref === body.template &&
        template.revision !== body.revision &&
        phase !== 'Deleted',
    );
    const members = behind.map((environment, index) => ({
      environmentId: environment.id,
      name: environment.name,
      owner: environment.owner,
      cluster: environment.cluster.name,
      cohort: (
        body.cohorts.find(
          ({ percent }) => (index + 1) * 100 <= percent * behind.length,
        ) ?? body.cohorts[body.cohorts.length - 1]
      ).name,
      state: environment.hold ? ('Held' as const) : ('Pending' as const),
      message: environment.hold?.reason,
    }));
    const detail: RolloutDetail = {
      rollout: {
        id: this.newId(),
        template: body.template,
        title: this.toTemplate(body.template).title,
        revision: body.revision,
        state: 'Running',
        createdBy: OPS,
        createdAt: new Date().toISOString(),
        pauseAfterFailures: body.pauseAfterFailures,
        waitBetweenCohorts: body.waitBetweenCohorts,
        cohorts: body.cohorts.map(cohort => ({
          ...cohort,
          ...countStates(
            members.filter(member => member.cohort === cohort.name),
          ),
        })),
      },
      members,
    };
    this.rollouts = [detail, ...this.rollouts];
    return detail;
  }

  async getRollout(rolloutId: string): Promise<RolloutDetail> {
    await this.check('getRollout');
    return (
      this.rollouts.find(({ rollout }) => rollout.id === rolloutId) ??
      this.missing('rollout')
    );
  }

  async pauseRollout(rolloutId: string, body: { reason: string }) {
    await this.check('pauseRollout');
    return this.#setState(rolloutId, 'Paused', body.reason);
  }

  async resumeRollout(rolloutId: string, _body: { reason: string }) {
    await this.check('resumeRollout');
    return this.#setState(rolloutId, 'Running');
  }

  async cancelRollout(rolloutId: string, body: { reason: string }) {
    await this.check('cancelRollout');
    return this.#setState(rolloutId, 'Cancelled', body.reason);
  }

  async #setState(id: string, state: Rollout['state'], reason?: string) {
    const { rollout, members } = await this.getRollout(id);
    const detail = { members, rollout: { ...rollout, state, reason } };
    this.rollouts = this.rollouts.map(other =>
      other.rollout.id === id ? detail : other,
    );
    return detail;
  }
}

function countStates(members: { state: 'Held' | 'Pending' }[]) {
  const held = members.filter(({ state }) => state === 'Held').length;
  return {
    pending: members.length - held,
    upgrading: 0,
    succeeded: 0,
    failed: 0,
    held,
    skipped: 0,
  };
}

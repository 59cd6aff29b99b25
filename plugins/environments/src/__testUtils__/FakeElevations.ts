import {
  Elevation,
  ElevationDecision,
  ElevationRequest,
  WaitingElevation,
} from '@sandlot/plugin-environments-common';
import { FakeApprovals } from './FakeApprovals';
import { DANA } from './fixtures';

const HOUR_MS = 3_600_000;

/** Elevations as the contract describes them, in memory; those of every environment. */
export abstract class FakeElevations extends FakeApprovals {
  elevations: Elevation[] = [];

  async listElevations(_id: string, page: { cursor?: string } = {}) {
    await this.check('listElevations');
    return {
      ...this.page(this.elevations, page.cursor),
      mayRequest: !this.elevations.some(
        ({ person, state }) =>
          person === DANA && (state === 'requested' || state === 'open'),
      ),
    };
  }

  /** Those of every environment are of the first one here. */
  async listWaitingElevations(page: { cursor?: string } = {}) {
    await this.check('listWaitingElevations');
    const [environment] = this.environments;
    return this.page(
      this.elevations
        .filter(({ mayDecide }) => mayDecide)
        .map((elevation): WaitingElevation => {
          const { id, name, owner } = environment;
          return { elevation, environment: { id, name, owner } };
        }),
      page.cursor,
    );
  }

  async requestElevation(_id: string, { minutes, reason }: ElevationRequest) {
    await this.check('requestElevation');
    const now = Date.now();
    const elevation: Elevation = {
      id: `elevation-${this.elevations.length + 1}`,
      person: DANA,
      minutes,
      reason,
      state: 'requested',
      requestedAt: new Date(now).toISOString(),
      lapsesAt: new Date(now + HOUR_MS).toISOString(),
      mayDecide: false,
      mayClose: true,
      mayUse: false,
    };
    this.elevations = [elevation, ...this.elevations];
    return elevation;
  }

  async decideElevation(
    _id: string,
    elevationId: string,
    { decision, reason }: ElevationDecision,
  ) {
    await this.check('decideElevation');
    const isApproved = decision === 'approve';
    return this.#change(elevationId, ({ minutes }) => ({
      state: isApproved ? 'open' : 'rejected',
      decidedBy: DANA,
      decisionReason: reason,
      endsAt: isApproved
        ? new Date(Date.now() + minutes * 60_000).toISOString()
        : undefined,
      mayDecide: false,
      mayClose: isApproved,
    }));
  }

  async closeElevation(_id: string, elevationId: string) {
    await this.check('closeElevation');
    return this.#change(elevationId, () => ({
      state: 'closed',
      closedBy: DANA,
      mayDecide: false,
      mayClose: false,
      mayUse: false,
    }));
  }

  #change(
    id: string,
    change: (elevation: Elevation) => Partial<Elevation>,
  ): Elevation {
    this.elevations = this.elevations.map(one =>
      one.id === id ? { ...one, ...change(one) } : one,
    );
    return this.elevations.find(one => one.id === id)!;
  }
}

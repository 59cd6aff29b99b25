import {
  Elevation,
  ElevationDecision,
  ElevationRequest,
} from '@sandlot/plugin-environments-common';
import { FakeApprovals } from './FakeApprovals';
import { DANA } from './fixtures';

const HOUR_MS = 3_600_000;

/** Elevations as the contract describes them, in memory; those of every environment. */
export abstract class FakeElevations extends FakeApprovals {
  elevations: Elevation[] = [];

  async listElevations(_id: string) {
    await this.check('listElevations');
    return {
      items: this.elevations,
      mayRequest: !this.elevations.some(
        ({ person, state }) =>
          person === DANA && (state === 'requested' || state === 'open'),
      ),
    };
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

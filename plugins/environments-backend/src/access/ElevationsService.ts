import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  Elevation,
  ElevationDecision,
  ElevationList,
  ElevationRequest,
  Page,
  WaitingElevation,
  elevationDecidePermission,
  environmentAccessPermission,
  environmentReadPermission,
} from '@sandlot/plugin-environments-common';
import { v7 as uuidv7 } from 'uuid';
import { Clusters } from '../clusters/Clusters';
import { decodeIdCursor, encodeCursor } from '../database/cursor';
import { ElevationRow, isCurrent } from '../database/ElevationsTable';
import { EnvironmentRow } from '../database/rows';
import { Store, Transaction } from '../database/Store';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { Authorizer } from '../service/Authorizer';
import { Caller } from '../service/Caller';
import { Gatekeeper } from '../service/Gatekeeper';
import { lockPermitted } from '../service/lockPermitted';
import { AccessRevoker } from './AccessRevoker';
import { endElevation } from './endElevations';
import { toElevation } from './toElevation';

/** An undecided request is over after it. */
const LAPSES_AFTER_SECONDS = 3600;
const DEFAULT_PAGE = 50;

/**
 * More rights in an environment, for one person and for minutes, as somebody else agreed.
 * Who may agree has a permission for it: nobody stands in for anybody here.
 */
export class ElevationsService {
  readonly #store: Store;
  readonly #authorizer: Authorizer;
  readonly #gatekeeper: Gatekeeper;
  readonly #revoker: AccessRevoker;

  constructor(options: {
    store: Store;
    clusters: Clusters;
    authorizer: Authorizer;
  }) {
    this.#store = options.store;
    this.#authorizer = options.authorizer;
    this.#gatekeeper = new Gatekeeper(options);
    this.#revoker = new AccessRevoker(options);
  }

  async list(
    caller: Caller,
    id: string,
    { cursor, limit = DEFAULT_PAGE }: { cursor?: string; limit?: number } = {},
  ): Promise<ElevationList> {
    const [read, access, decide] = await this.#authorizer.decisions(caller, [
      environmentReadPermission,
      environmentAccessPermission,
      elevationDecidePermission,
    ]);
    const environment = await this.#gatekeeper.require(
      caller,
      id,
      read,
      'environment.read',
    );
    const after = cursor === undefined ? undefined : decodeIdCursor(cursor);
    const current = await this.#store.elevations.listCurrent(id);
    const over = await this.#store.elevations.listOver(id, { after, limit });
    const page = over.slice(0, limit);
    const me = caller.actor.ref;
    const mayDecide = decide.allows(environment);
    return {
      items: [...(after ? [] : current), ...page].map(row =>
        toElevation(row, me, mayDecide),
      ),
      nextCursor:
        over.length > limit ? encodeCursor(page[limit - 1].id) : undefined,
      mayRequest:
        access.allows(environment) &&
        isUsable(environment) &&
        !current.some(({ person }) => person === me),
    };
  }

  /** Those of all environments that the caller may decide now. */
  async listWaiting(
    caller: Caller,
    { cursor, limit = DEFAULT_PAGE }: { cursor?: string; limit?: number } = {},
  ): Promise<Page<WaitingElevation>> {
    const after = cursor === undefined ? undefined : decodeIdCursor(cursor);
    const decisions = await this.#authorizer.decisions(caller, [
      environmentReadPermission,
      elevationDecidePermission,
    ]);
    const visible = decisions.map(decision => decision.visible());
    if (visible.includes('none')) return { items: [] };
    const me = caller.actor.ref;
    const rows = await this.#store.elevations.listWaiting({
      visible: visible.filter(criteria => typeof criteria === 'object'),
      notOf: me,
      after,
      limit,
    });
    const page = rows.slice(0, limit);
    return {
      items: page.map(({ environment: { id, name, ownerRef }, ...row }) => ({
        elevation: toElevation(row, me, true),
        environment: { id, name, owner: ownerRef },
      })),
      nextCursor:
        rows.length > limit ? encodeCursor(page[limit - 1].id) : undefined,
    };
  }

  /** @throws ConflictError when the caller has one already, or the environment can't be got into */
  async request(
    caller: Caller,
    id: string,
    { minutes, reason }: ElevationRequest,
  ): Promise<Elevation> {
    const permitted = await this.#gatekeeper.permit(
      caller,
      id,
      environmentAccessPermission,
      'environment.elevation.request',
    );
    const person = caller.actor.ref;
    const row = await this.#store.transaction(async tx => {
      const environment = await lockUsable(tx, permitted, id);
      const current = await tx.elevations.lockCurrent(id, person);
      if (current) {
        throw new ConflictError(
          `You have an elevation in environment ${environment.name} that is ${current.state}: close it before you ask for another one`,
        );
      }
      const inserted = await tx.elevations.insert({
        id: uuidv7(),
        environmentId: id,
        person,
        claims: caller.ownership,
        minutes,
        reason,
        lapsesAfterSeconds: LAPSES_AFTER_SECONDS,
      });
      await this.#record(tx, permitted, environment, {
        action: 'environment.elevation.request',
        parameters: { elevation: inserted.id, minutes },
        reason,
      });
      return inserted;
    });
    return toElevation(row, person, false);
  }

  /**
   * @throws NotAllowedError, recorded, for whoever asked for it themselves; ConflictError
   * when it is decided already, or nobody did in time
   */
  async decide(
    caller: Caller,
    id: string,
    elevationId: string,
    { decision, reason }: ElevationDecision,
  ): Promise<Elevation> {
    const permitted = await this.#gatekeeper.permit(
      caller,
      id,
      elevationDecidePermission,
      'environment.elevation.decide',
    );
    if (decision === 'reject' && !reason) {
      throw new InputError(
        'request/body/reason: say why, so that whoever asked knows what to change',
      );
    }
    const by = caller.actor.ref;
    const asked = await this.#find(id, elevationId);
    if (asked.person === by) {
      throw await this.#refuseOwn(permitted, id, asked);
    }
    const isApproved = decision === 'approve';
    const row = await this.#store.transaction(async tx => {
      const environment = await lockPermitted(tx, permitted, id);
      const elevation = (await tx.elevations.lock(elevationId))!;
      const { decidedBy, endsAt, state } = elevation;
      if (decidedBy === by && (endsAt !== undefined) === isApproved) {
        return elevation;
      }
      if (state !== 'requested' || elevation.lapsesAt <= (await tx.now())) {
        throw new ConflictError(
          state === 'open'
            ? 'The elevation is open already: close it, if it is not to be'
            : `The elevation is ${
                state === 'requested' ? 'lapsed' : state
              } already: have it asked for again`,
        );
      }
      if (isApproved) requireUsable(environment);
      const decided = await tx.elevations.decide(elevation, {
        by,
        isApproved,
        reason,
      });
      await this.#record(tx, permitted, environment, {
        action: 'environment.elevation.decide',
        parameters: {
          elevation: elevationId,
          person: elevation.person,
          decision,
          minutes: elevation.minutes,
          endsAt: decided.endsAt?.toISOString() ?? null,
        },
        reason,
      });
      return decided;
    });
    return toElevation(row, by, true);
  }

  /** Whoever has it gives it back, or ops take it; what is over already stays as it is. */
  async close(
    caller: Caller,
    id: string,
    elevationId: string,
  ): Promise<Elevation> {
    const me = caller.actor.ref;
    const seen = await this.#store.elevations.get(elevationId);
    const isOwn = seen?.environmentId === id && seen.person === me;
    const permitted = await this.#gatekeeper.permit(
      caller,
      id,
      isOwn ? environmentReadPermission : elevationDecidePermission,
      'environment.elevation.close',
    );
    await this.#find(id, elevationId);
    await this.#store.transaction(async tx => {
      const environment = await lockPermitted(tx, permitted, id);
      const elevation = (await tx.elevations.lock(elevationId))!;
      if (!isCurrent(elevation)) return;
      await endElevation(tx, permitted, environment, elevation, {
        state: 'closed',
        reason: isOwn ? 'They gave it back' : `${me} took it from them`,
      });
    });
    await this.#revoker.run(id);
    return toElevation(await this.#find(id, elevationId), me, !isOwn);
  }

  async #find(id: string, elevationId: string): Promise<ElevationRow> {
    const row = await this.#store.elevations.get(elevationId);
    if (row?.environmentId !== id) {
      throw new NotFoundError(
        `There is no elevation ${elevationId} in environment ${id}`,
      );
    }
    return row;
  }

  async #refuseOwn(
    caller: Caller,
    id: string,
    asked: ElevationRow,
  ): Promise<NotAllowedError> {
    const reason =
      'You asked for it yourself: somebody else who may must agree';
    const environment = (await this.#store.environments.get(id))!;
    await this.#gatekeeper.recordDenial(caller, {
      ...aboutEnvironment(environment),
      action: 'environment.elevation.decide',
      parameters: { elevation: asked.id },
      reason,
    });
    return new NotAllowedError(reason);
  }

  async #record(
    tx: Transaction,
    { actor, source, correlationId, authorization }: Caller,
    environment: EnvironmentRow,
    event: Pick<
      Parameters<Transaction['record']>[0],
      'action' | 'parameters' | 'reason'
    >,
  ): Promise<void> {
    await tx.record({
      ...aboutEnvironment(environment),
      ...event,
      stage: 'succeeded',
      correlationId,
      actor,
      source,
      authorization,
    });
    tx.changed(environment.id);
  }
}

/** Only then is a kubeconfig to be had. */
function isUsable({ phase }: EnvironmentRow): boolean {
  return phase === 'Ready' || phase === 'Updating';
}

function requireUsable(environment: EnvironmentRow): void {
  const { name, phase } = environment;
  if (!isUsable(environment)) {
    throw new ConflictError(
      `Environment ${name} is ${phase}: more rights in it can be had while it is Ready or Updating`,
    );
  }
}

async function lockUsable(
  tx: Transaction,
  caller: Caller,
  id: string,
): Promise<EnvironmentRow> {
  const environment = await lockPermitted(tx, caller, id);
  requireUsable(environment);
  return environment;
}

import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  BasicPermission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { environmentReadPermission } from '@sandlot/plugin-environments-common';
import { AuditAction, AuditEvent } from '../audit/AuditEvent';
import { EnvironmentRow } from '../database/rows';
import { Store } from '../database/Store';
import { targetOf } from '../templates/targetOf';
import { aboutEnvironment } from './aboutEnvironment';
import { Authorizer, EnvironmentDecision } from './Authorizer';
import { Caller } from './Caller';
import { notFound } from './notFound';

type About = AuditEvent['template'];

/** Lets a caller through, or records the refusal and then refuses. */
export class Gatekeeper {
  readonly #authorizer: Authorizer;
  readonly #store: Store;

  constructor(options: { authorizer: Authorizer; store: Store }) {
    this.#authorizer = options.authorizer;
    this.#store = options.store;
  }

  /**
   * The caller, with the reason why this may be done with the environment. To a guest
   * nothing is permitted, whatever the policy says: guests read.
   *
   * @param absent - what is answered when the caller may not even see it
   * @throws NotFoundError
   * @throws NotAllowedError
   */
  async permit(
    caller: Caller,
    id: string,
    permission: ResourcePermission,
    action: AuditAction,
    absent?: NotFoundError,
  ): Promise<Caller> {
    const [read, decision] = await this.#authorizer.decisions(caller, [
      environmentReadPermission,
      permission,
    ]);
    const environment = {
      ...(await this.require(caller, id, read, action, absent)),
      guests: [],
    };
    if (!decision.allows(environment)) {
      const reason = `You may see environment ${environment.name}, but not do this with it`;
      await this.recordDenial(caller, {
        action,
        authorization: decision.authorize(environment),
        reason,
        ...aboutEnvironment(environment),
      });
      throw new NotAllowedError(reason);
    }
    return {
      ...caller,
      authorization: decision.authorize(environment),
      mayStill: current => decision.allows({ ...current, guests: [] }),
    };
  }

  /**
   * The same for what concerns no single environment.
   *
   * @throws NotAllowedError with `reason`
   */
  async permitBasic(
    caller: Caller,
    permission: BasicPermission,
    denial: {
      action: AuditAction;
      reason: string;
      /** What it is about; asked for only when the record needs it. */
      template?: About | (() => Promise<About>);
    },
  ): Promise<Caller> {
    const authorization = await this.#authorizer.decideBasic(
      caller,
      permission,
    );
    if (authorization.decision === 'DENY') {
      const template =
        typeof denial.template === 'function'
          ? await denial.template()
          : denial.template;
      await this.recordDenial(caller, {
        ...denial,
        authorization,
        template,
        target: template ? targetOf(template.ref) : {},
      });
      throw new NotAllowedError(denial.reason);
    }
    return { ...caller, authorization };
  }

  /**
   * "Absent" and "forbidden" are recorded as what they are, and answer alike.
   *
   * @param absent - what is answered then
   */
  async require(
    caller: Caller,
    id: string,
    read: EnvironmentDecision,
    action: AuditAction,
    absent: NotFoundError = notFound(id),
  ): Promise<EnvironmentRow> {
    const environment = await this.#store.environments.get(id);
    if (!environment) {
      await this.recordDenial(caller, {
        action,
        reason: `There is no environment ${id}`,
        target: {},
      });
      throw absent;
    }
    if (!read.allows(environment)) {
      await this.recordDenial(caller, {
        action,
        authorization: read.authorize(environment),
        reason: 'The caller may not see this environment',
        ...aboutEnvironment(environment),
      });
      throw absent;
    }
    return environment;
  }

  async recordDenial(
    caller: Caller,
    event: Omit<AuditEvent, 'stage' | 'correlationId' | 'actor' | 'source'>,
  ): Promise<void> {
    await this.#store.transaction(tx =>
      tx.record({
        ...event,
        stage: 'denied',
        correlationId: caller.correlationId,
        actor: caller.actor,
        source: caller.source,
      }),
    );
  }
}

import { InputError } from '@backstage/errors';
import {
  AuditRecord,
  AuditReport,
  AuditReportCreation,
  AuditReportException,
} from '@sandlot/plugin-environments-common';
import { Store } from '../../database/Store';
import { Authorizer } from '../../service/Authorizer';
import { Caller } from '../../service/Caller';
import { requireAuditReader } from '../../service/requireAuditReader';
import { AuditAction } from '../AuditEvent';
import { toCheckpoint } from '../sealing/toCheckpoint';
import { Period, ReportedEnvironment } from './ReportTable';
import { NOTABLE, classify } from './classify';
import { stateIntegrity } from './stateIntegrity';

const MOST = 5000;
const LONGEST_DAYS = 366;
const DAY = 86_400_000;
const CREATIONS: AuditAction[] = ['environment.create', 'environment.claim'];
const ENDS: AuditRecord['stage'][] = ['succeeded', 'failed'];

/** Reports of periods, for who has to answer for what was done. */
export class AuditReports {
  readonly #store: Store;
  readonly #authorizer: Authorizer;

  constructor(options: { store: Store; authorizer: Authorizer }) {
    this.#store = options.store;
    this.#authorizer = options.authorizer;
  }

  /** @throws InputError if it is no period of a year at most */
  async report(
    caller: Caller,
    query: { from: string; to: string },
  ): Promise<AuditReport> {
    const period = readPeriod(query);
    await requireAuditReader(
      { store: this.#store, authorizer: this.#authorizer },
      caller,
      { report: true, ...query },
    );
    const { reports } = this.#store;
    const counts = await reports.counts(period);
    const count = (actions: string[], stages: string[]) =>
      counts
        .filter(
          one => actions.includes(one.action) && stages.includes(one.stage),
        )
        .reduce((all, one) => all + one.count, 0);
    const all = (stage: string) =>
      counts
        .filter(
          one => one.stage === stage && !one.action.startsWith('kubernetes.'),
        )
        .reduce((sum, one) => sum + one.count, 0);
    const created = await this.#created(period);
    const exceptions = await this.#exceptions(period);
    const withoutEnd = await reports.withoutEnd(period.to, MOST + 1);
    return {
      from: period.from.toISOString(),
      to: period.to.toISOString(),
      generatedAt: new Date().toISOString(),
      figures: {
        created: count(CREATIONS, ['succeeded']),
        deleted: count(['environment.delete'], ['succeeded']),
        failed: all('failed'),
        denied: all('denied'),
        overrides: exceptions.filter(({ kind }) => kind === 'override').length,
        approvals: count(['approval.decide'], ['succeeded']),
        live: await reports.countLive(period.to),
      },
      created: created.slice(0, MOST),
      exceptions: exceptions.slice(0, MOST),
      withoutEnd: await this.#describe(withoutEnd.slice(0, MOST)),
      isCut: [created, exceptions, withoutEnd].some(
        ({ length }) => length > MOST,
      ),
      integrity: await this.#integrity(
        period,
        counts.reduce((sum, one) => sum + one.count, 0),
      ),
    };
  }

  async #created(period: Period): Promise<AuditReportCreation[]> {
    const ends = (
      await this.#store.reports.records(
        period,
        { actions: CREATIONS },
        // Each is requested, authorized and ends.
        (MOST + 1) * 3,
      )
    ).filter(({ stage }) => ENDS.includes(stage));
    return this.#toCreations(ends);
  }

  async #toCreations(ends: AuditRecord[]): Promise<AuditReportCreation[]> {
    const { reports } = this.#store;
    const environments = new Map(
      (
        await reports.environments(
          ends.flatMap(({ environmentId }) => environmentId ?? []),
        )
      ).map(one => [one.id, one]),
    );
    const allowed = new Map(
      (
        await reports.authorizations(
          ends.map(({ correlationId }) => correlationId),
        )
      ).map(one => [one.correlationId, one]),
    );
    return ends.flatMap(record => {
      const environment = environments.get(record.environmentId ?? '');
      if (!environment) return [];
      return {
        ...describe(environment),
        // As it was recorded: who was erased from the log is not named here either.
        createdBy: record.actor.onBehalfOf ?? record.actor.ref,
        outcome: record.outcome,
        basis: (allowed.get(record.correlationId) ?? record).authorization
          ?.basis,
        eventId: record.eventId,
      };
    });
  }

  /** Those that live may be from before the period. */
  async #describe(
    environments: ReportedEnvironment[],
  ): Promise<AuditReportCreation[]> {
    const described = await Promise.all(
      environments.map(async environment => {
        const [record] = await this.#store.audit.list({
          environment: environment.id,
          actions: CREATIONS,
          limit: 1,
        });
        return (
          record && {
            ...describe(environment),
            createdBy: record.actor.onBehalfOf ?? record.actor.ref,
            outcome: record.outcome,
            eventId: record.eventId,
          }
        );
      }),
    );
    return described.filter(one => one !== undefined);
  }

  async #exceptions(period: Period): Promise<AuditReportException[]> {
    const records = await this.#store.reports.records(
      period,
      {
        stages: ['denied', 'failed', 'unknown'],
        actions: [
          ...(Object.keys(NOTABLE) as AuditAction[]),
          'environment.extend',
          'environment.restore',
        ],
      },
      MOST + 1,
    );
    return records.flatMap(record => {
      const kind = classify(record);
      if (!kind) return [];
      const { action, actor, eventId, time, reason } = record;
      const { environmentId, environmentName } = record;
      return {
        kind,
        time,
        action,
        actor: actor.onBehalfOf ?? actor.ref,
        environmentId,
        environmentName,
        reason,
        eventId,
      };
    });
  }

  async #integrity(
    period: Period,
    records: number,
  ): Promise<AuditReport['integrity']> {
    const { reports, checkpoints, coverage } = this.#store;
    const sealed = await reports.sealed(period);
    const end = sealed.last === undefined ? undefined : sealed.last + 1n;
    // The one that proves most of the last record, and so of all before it.
    const best =
      sealed.last === undefined
        ? undefined
        : await checkpoints.best(sealed.last);
    const checkpoint = best && toCheckpoint(best);
    const witnessed = await checkpoints.newestWitnessed();
    return {
      statement: stateIntegrity({
        runsUntil: period.to > new Date() ? period.to : undefined,
        records,
        sealed: sealed.records,
        start: sealed.first,
        end,
        checkpoint,
        witnessed: witnessed && toCheckpoint(witnessed),
        coverage: await coverage.list(),
      }),
      records: sealed.records,
      ...(sealed.first !== undefined && {
        fromIndex: String(sealed.first),
        toIndex: String(end),
      }),
      checkpoint,
    };
  }
}

function describe(
  environment: ReportedEnvironment,
): Omit<AuditReportCreation, 'outcome' | 'eventId'> {
  const { id, createdAt, expiresAt, deletedAt, ...rest } = environment;
  return {
    ...rest,
    environmentId: id,
    createdAt: createdAt.toISOString(),
    endsAt: expiresAt?.toISOString(),
    deletedAt: deletedAt?.toISOString(),
  };
}

function readPeriod(query: { from: string; to: string }): Period {
  const from = new Date(query.from);
  const to = new Date(query.to);
  if (!(from < to)) {
    throw new InputError(
      'request/query/to: expected a time after that of request/query/from',
    );
  }
  if (to.getTime() - from.getTime() > LONGEST_DAYS * DAY) {
    throw new InputError(
      `request/query/to: expected at most ${LONGEST_DAYS} days after request/query/from`,
    );
  }
  return { from, to };
}

import { isDeepStrictEqual } from 'node:util';
import {
  AuthService,
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { AccessRevoker } from '../access/AccessRevoker';
import { revokeAccess } from '../access/revokeAccess';
import { Clusters } from '../clusters/Clusters';
import { NotedAbsence } from '../database/CatalogAbsencesTable';
import { EnvironmentUser } from '../database/AccessAccountsTable';
import { OwnedEnvironment } from '../database/EnvironmentsTable';
import { EnvironmentRow } from '../database/rows';
import { Store } from '../database/Store';
import { CATALOG, Principals, findAbsences } from '../domain/absences';
import { inUtc } from '../domain/inUtc';
import { Leader } from '../jobs/Leader';
import { scheduleEverywhere } from '../jobs/scheduleEverywhere';
import { Limits } from '../limits/Limits';
import { Policies } from '../policies/Policies';
import { readRole } from '../service/readRole';
import { MissingOwners } from './MissingOwners';
import { OpsNotices } from './OpsNotices';
import { OwnerTerms, readOwnerTerms } from './ownerTerms';
import { readPrincipals } from './readPrincipals';
import { sweepAuthor } from './sweepAuthor';

const EVERY_SECONDS = 300;

interface Options {
  store: Store;
  clusters: Clusters;
  catalog: CatalogService;
  auth: AuthService;
  notifications: NotificationService;
  limits: Limits;
  /** None are asked unless told. */
  policies?: Policies;
  config: RootConfigService;
  logger: LoggerService;
}

/**
 * Follows the catalog: environments whose owner is gone get another one, or ops are told;
 * people who are gone, or in no group any more that may use an environment, lose their
 * way into it. One backend of many does it. Whoever is missed counts as gone
 * when every look at the catalog has missed them for a while; a look that it does not
 * answer in full, or in which it misses most, changes nothing.
 */
export class OwnersSweep {
  readonly #options: Options;
  readonly #leader: Leader;
  readonly #terms: OwnerTerms;
  readonly #notices: OpsNotices;
  readonly #missing: MissingOwners;
  readonly #revoker: AccessRevoker;
  /** Groups of ops and auditors, which should be there as well. */
  readonly #controls: string[];

  constructor(options: Options) {
    const { config, store } = options;
    const ops = readRole(config, 'ops');
    this.#options = options;
    this.#leader = new Leader(store, 'owners');
    this.#terms = readOwnerTerms(config);
    this.#notices = new OpsNotices({ ...options, ops });
    this.#revoker = new AccessRevoker(options);
    this.#missing = new MissingOwners({
      ...options,
      revoker: this.#revoker,
      notices: this.#notices,
      terms: this.#terms,
    });
    this.#controls = [...ops, ...readRole(config, 'auditors')];
  }

  async schedule(scheduler: SchedulerService): Promise<void> {
    if (!this.#terms.followsCatalog) return;
    await scheduleEverywhere(scheduler, {
      id: 'environments-owners',
      everySeconds: EVERY_SECONDS,
      timeoutSeconds: 4 * EVERY_SECONDS,
      fn: () => this.run(),
    });
  }

  stop(): Promise<void> {
    return this.#leader.stop();
  }

  /** @returns whether it was this backend that looked */
  async run(): Promise<boolean> {
    if (!(await this.#leader.leads())) return false;
    this.#notices.beginRound();
    const { store, logger } = this.#options;
    const [environments, users] = [
      await store.environments.listOwned(),
      await store.accessAccounts.listUsers(),
    ];
    let principals: Principals;
    try {
      principals = await this.#look(environments, users);
    } catch (error) {
      logger.warn(
        `Whether owners of environments are in the catalog could not be seen, and nothing is changed; looking again in ${EVERY_SECONDS} s: ${stringifyError(
          error,
        )}`,
      );
      return true;
    }
    const { absences, doubt } = findAbsences(
      environments,
      users,
      principals,
      this.#controls,
    );
    if (doubt) {
      await this.#doubt(doubt);
      return true;
    }
    const noted = await store.transaction(async tx => {
      await tx.catalogAbsences.believe();
      return tx.catalogAbsences.note(absences, this.#terms.confirmAfterSeconds);
    });
    await this.#shutOut(noted, users, environments);
    await this.#settle(noted, environments, principals);
    return true;
  }

  #look(
    environments: OwnedEnvironment[],
    users: EnvironmentUser[],
  ): Promise<Principals> {
    const refs = [
      ...environments.flatMap(({ ownerRef, members }) => [
        ownerRef,
        ...members.map(({ ref }) => ref).filter(isGroup),
      ]),
      ...users.map(({ person }) => person),
    ];
    // Nobody is there to be missed.
    return readPrincipals(
      this.#options,
      refs.length > 0 ? [...refs, ...this.#controls] : [],
    );
  }

  /** Tells ops when it has lasted as long as somebody must be missed to count as gone. */
  async #doubt(why: string): Promise<void> {
    const { store, logger } = this.#options;
    const { confirmAfterSeconds, remindAfterSeconds } = this.#terms;
    logger.warn(
      `The catalog is not believed: ${why}. No environment is handed over, and no access ends`,
    );
    await store.transaction(async tx => {
      const { since, toldAt } = await tx.catalogAbsences.doubt();
      const now = (await tx.now()).getTime();
      const isDue = toldAt
        ? now - toldAt.getTime() >= remindAfterSeconds * 1000
        : now - since.getTime() >= confirmAfterSeconds * 1000;
      if (!isDue) return;
      const isTold = await this.#notices.send({
        title: 'The catalog misses most owners of environments',
        description: `Since ${inUtc(
          since,
        )} ${why}. Nobody is taken for gone, and no environment is handed over, until it has them again. If they are gone indeed, give their environments to others.`,
        link: '/environments/all',
        scope: 'owners:doubt',
      });
      if (isTold) await tx.catalogAbsences.noteDoubtTold();
    });
  }

  async #shutOut(
    noted: NotedAbsence[],
    users: EnvironmentUser[],
    environments: OwnedEnvironment[],
  ): Promise<void> {
    for (const { person, environmentId } of users) {
      const absence = noted.find(
        ({ ref, missingFrom, isConfirmed }) =>
          isConfirmed &&
          ref === person &&
          [CATALOG, environmentId].includes(missingFrom),
      );
      if (!absence) continue;
      const since = `since ${inUtc(absence.since)}`;
      const reason =
        absence.missingFrom === CATALOG
          ? `The catalog does not have ${person} any more, ${since}`
          : `${person} is in no group any more that may use it, ${since}`;
      await this.#attempt(environmentId, async () => {
        await this.#options.store.transaction(async tx => {
          const environment = (await tx.environments.lock(environmentId))!;
          // Who was let in meanwhile was not looked for in the right groups.
          if (
            absence.missingFrom !== CATALOG &&
            !hasSameUsers(environment, environments)
          ) {
            return;
          }
          await revokeAccess(tx, sweepAuthor(), environment, {
            person,
            reason,
          });
        });
        await this.#revoker.run(environmentId);
      });
    }
  }

  async #settle(
    noted: NotedAbsence[],
    environments: OwnedEnvironment[],
    principals: Principals,
  ): Promise<void> {
    const gone = new Map(
      noted
        .filter(({ missingFrom }) => missingFrom === CATALOG)
        .map(absence => [absence.ref, absence]),
    );
    for (const { id, ownerRef, isMarked } of environments) {
      const absence = gone.get(ownerRef);
      if (absence?.isConfirmed) {
        await this.#attempt(id, () =>
          this.#missing.settle(
            { environmentId: id, ownerRef, since: absence.since },
            ref => principals.has(ref),
          ),
        );
      } else if (isMarked && principals.has(ownerRef)) {
        await this.#attempt(id, () => this.#missing.clear(id, ownerRef));
      }
    }
  }

  /** What could not be done for one environment is done the next time. */
  async #attempt(id: string, work: () => Promise<void>): Promise<void> {
    await work().catch(error =>
      this.#options.logger.error(
        `What the catalog says of the users of environment ${id} could not be done; trying again in ${EVERY_SECONDS} s: ${stringifyError(
          error,
        )}`,
      ),
    );
  }
}

function hasSameUsers(
  { id, ownerRef, members }: EnvironmentRow,
  seen: OwnedEnvironment[],
): boolean {
  const before = seen.find(one => one.id === id);
  return (
    before?.ownerRef === ownerRef && isDeepStrictEqual(before.members, members)
  );
}

function isGroup(ref: string): boolean {
  return ref.startsWith('group:');
}

import {
  DatabaseService,
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { Store } from '../database/Store';
import { scheduleEverywhere } from '../jobs/scheduleEverywhere';
import { AuditProofs } from '../service/AuditProofs';
import { Authorizer } from '../service/Authorizer';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { Clusters } from '../clusters/Clusters';
import { LogCheck } from './check/LogCheck';
import { CoverageSweep } from './completeness/CoverageSweep';
import { AuditExports } from './export/AuditExports';
import { LogParts, LogStatus } from './LogStatus';
import { RetentionSweep } from './retention/RetentionSweep';
import { AuditReports } from './report/AuditReports';
import { Sealer } from './sealing/Sealer';
import { SealingLoop } from './sealing/SealingLoop';
import { CreateSigner, readLogKeys } from './sealing/readLogKeys';
import { AuditSinks } from './sinks/AuditSinks';
import { WitnessDriver } from './witnesses/WitnessDriver';
import { readWitnesses } from './witnesses/readWitnesses';

const WITNESSES_EVERY_SECONDS = 2;

/** Puts together what makes the log provable, and what goes on with it outside of requests. */
export async function createAudit(options: {
  store: Store;
  database: DatabaseService;
  authorizer: Authorizer;
  clusters: Clusters;
  notifications: NotificationService;
  config: RootConfigService;
  logger: LoggerService;
  /** Of modules. */
  signers: CreateSigner[];
}) {
  const { store, config, logger } = options;
  const knex = await options.database.getClient();
  const keys = await readLogKeys(config, options.signers);
  const sealing = new SealingLoop({
    store,
    logger,
    sealer:
      keys.signers.length > 0 ? new Sealer({ ...keys, store }) : undefined,
  });
  const witnesses = (await readWitnesses(config)).map(
    witness => new WitnessDriver({ knex, witness, logger }),
  );
  const witnessAll = async () => {
    await Promise.all(witnesses.map(witness => witness.run()));
  };
  sealing.onSealed(() => void witnessAll());
  const sinks = AuditSinks.fromConfig({ ...options, origin: keys.origin });
  const coverage = CoverageSweep.fromConfig(options);
  const retention = RetentionSweep.fromConfig({
    ...options,
    origin: keys.origin,
  });

  const check = LogCheck.fromConfig({ ...options, keys });
  const parts: LogParts = {
    check,
    sinks: () => sinks.list(),
    coverage: () => store.coverage.list(),
    archives: () => store.archives.list(),
  };
  const status = new LogStatus({ store, keys, sealing, witnesses, parts });
  return {
    measure: () => status.measure(),
    sinks,
    reports: new AuditReports(options),
    exports: new AuditExports({
      ...options,
      keys,
      witnessKeys: witnesses.flatMap(({ verifierKey }) => verifierKey ?? []),
    }),
    proofs: new AuditProofs({
      ...options,
      status,
    }),
    async schedule(scheduler: SchedulerService) {
      await sealing.schedule(scheduler);
      await sinks.schedule(scheduler);
      await coverage.schedule(scheduler);
      await check.schedule(scheduler);
      await retention?.schedule(scheduler);
      if (witnesses.length > 0) {
        await scheduleEverywhere(scheduler, {
          id: 'environments-witnesses',
          everySeconds: WITNESSES_EVERY_SECONDS,
          timeoutSeconds: 60,
          fn: witnessAll,
        });
      }
    },
    async stop() {
      await sealing.stop();
      await coverage.stop();
      await check.stop();
    },
  };
}

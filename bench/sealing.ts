import createKnex from 'knex';
import { v7 as uuidv7 } from 'uuid';
import {
  Ed25519Signer,
  generateSigningKey,
} from '@sandlot/plugin-environments-node';
import { AuditTable } from '../plugins/environments-backend/src/audit/AuditTable';
import { Sealer } from '../plugins/environments-backend/src/audit/sealing/Sealer';
import { SealingLoop } from '../plugins/environments-backend/src/audit/sealing/SealingLoop';
import { InMemoryCluster } from '../plugins/environments-backend/src/clusters/InMemoryCluster';
import { createTestEngine } from '../plugins/environments-backend/src/testing/createTestEngine';
import { silentLogger } from '../plugins/environments-backend/src/testing/faults/createFaultEngine';
import { quantile, ratio, spread } from './quantiles';

const ROUNDS = Number(process.env.SANDLOT_BENCH_ROUNDS ?? 10);
const REQUESTS = 100;
const AT_ONCE = 8;
const ORIGIN = 'bench/audit';

type Engine = Awaited<ReturnType<typeof createTestEngine>>;

/**
 * Requests for environments, from the service to the commit, with records that
 * are sealed meanwhile against the same without records. Both sides take turns in
 * one run on one database; nobody works on what is asked for.
 */
export async function run(): Promise<void> {
  const connection = process.env.SANDLOT_DATABASE_URL;
  if (!connection) throw new Error('SANDLOT_DATABASE_URL is not set');
  const knex = createKnex({ client: 'pg', connection, pool: { max: 16 } });
  const engine = await createTestEngine({
    knex,
    cluster: InMemoryCluster.create({
      info: { name: 'twin', title: 'Twin', reality: 'memory' },
    }),
    logger: silentLogger,
    // Templates come from a catalog in memory.
    urlReader: {} as never,
  });
  const { pem } = generateSigningKey();
  const sealing = new SealingLoop({
    store: engine.store,
    logger: silentLogger,
    sealer: new Sealer({
      store: engine.store,
      origin: ORIGIN,
      signers: [Ed25519Signer.fromPem({ name: ORIGIN, pem })],
    }),
  });
  const ticking = setInterval(() => void sealing.run(), 1000);

  const { insert } = AuditTable.prototype;
  const sides = {
    audited: () => measure(engine),
    async unaudited() {
      AuditTable.prototype.insert = async () => [];
      try {
        return await measure(engine);
      } finally {
        AuditTable.prototype.insert = insert;
      }
    },
  };
  const rates: Record<keyof typeof sides, number[]> = {
    audited: [],
    unaudited: [],
  };
  for (let round = -2; round < ROUNDS; round += 1) {
    const order = ['audited', 'unaudited'] as const;
    for (const side of round % 2 ? order : [...order].reverse()) {
      const rate = await sides[side]();
      if (round >= 0) rates[side].push(rate);
      while ((await engine.store.sealing.unsealed()).records > 0) {
        await sealing.run();
      }
    }
  }
  clearInterval(ticking);
  await sealing.stop();
  const lags = await lagsOf(knex);
  console.log(
    [
      `${ROUNDS} rounds a side of ${REQUESTS} requests, ${AT_ONCE} at a time, in turns. Requests a second, p50.`,
      `  Audited, with the sealer on: ${quantile(rates.audited, 0.5).toFixed(
        0,
      )}`,
      `  Without records: ${quantile(rates.unaudited, 0.5).toFixed(0)}`,
      `  Ratio audited / unaudited: ${ratio(
        rates.audited,
        rates.unaudited,
        0.5,
      )} (p50; aim: 0.85), of each pair ${spread(
        rates.audited.map((rate, round) => rate / rates.unaudited[round]),
      )}`,
      `  From a record to its checkpoint, seconds: ${[0.5, 0.99]
        .map(q => quantile(lags, q).toFixed(2))
        .join(', ')} (p50, p99; aim: 2)`,
    ].join('\n'),
  );
  await engine.store.jobs.stop();
  await knex.destroy();
}

/** @returns requests a second */
async function measure({ service, newCaller }: Engine): Promise<number> {
  const { ref, revision } = await service.getTemplate(
    newCaller(),
    'environmenttemplate:default/team-sandbox',
  );
  const began = performance.now();
  let asked = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (asked < REQUESTS) {
        asked += 1;
        await service.create(
          newCaller(),
          {
            template: ref,
            revision,
            name: `bench-${uuidv7().slice(-12)}`,
            owner: 'group:default/team-harbor',
            parameters: {},
          },
          uuidv7(),
        );
      }
    }),
  );
  return (REQUESTS * 1000) / (performance.now() - began);
}

/** From when each record was written to when its first checkpoint was signed, in seconds. */
async function lagsOf(knex: ReturnType<typeof createKnex>): Promise<number[]> {
  const { rows } = await knex.raw(
    `select extract(epoch from (
       select signed_at from audit_checkpoints where size > s.index order by size limit 1
     ) - r.recorded_at)::float8 as lag
     from audit_seals s join audit_records r using (seq)`,
  );
  return rows.map(({ lag }: { lag: number }) => lag);
}

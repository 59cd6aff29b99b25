import { Subject, makeShop } from './askFor';
import { APPROVER, FaultEngine } from './createFaultEngine';
import { FaultCase } from './FaultCase';
import { findElevationBreaches } from './findElevationBreaches';

/** No change of time is of any use after so many. */
const ROUNDS = 10;

/** More rights for minutes, from the question to the token; and their end. */
export const elevationCases: FaultCase[] = [
  {
    name: 'elevation',
    prepare: makeShop,
    carryOut: open,
    findBreaches: (engine, subject) => lookInTime(engine, subject, 'open'),
  },
  {
    name: 'end of elevation',
    async prepare(engine, subject) {
      const made = await makeShop(engine, subject);
      await open(engine, made);
      return made;
    },
    async carryOut(engine, { environmentId: id }) {
      const { id: elevation } = (await findElevation(engine, id!))!;
      await engine.elevations.close(engine.newCaller(), id!, elevation);
      return id!;
    },
    findBreaches: (engine, subject) => lookInTime(engine, subject, 'closed'),
  },
];

/** Asks, has somebody else agree, and gets a token: what is done already is not asked for again. */
async function open(
  engine: FaultEngine,
  { environmentId }: Subject,
): Promise<string> {
  const id = environmentId!;
  const { elevations, service } = engine;
  const request = { minutes: 15, reason: 'It is needed' };
  const { id: elevation } =
    (await findElevation(engine, id)) ??
    (await elevations.request(engine.newCaller(), id, request));
  await elevations.decide(engine.newCaller(APPROVER), id, elevation, {
    decision: 'approve',
  });
  await service.createKubeconfig(engine.newCaller(), id, {
    role: 'elevated',
    expirationSeconds: 900,
    form: 'token',
  });
  return id;
}

/** The only one that there is. */
async function findElevation({ store }: FaultEngine, id: string) {
  const [current] = await store.elevations.listCurrent(id);
  const [over] = await store.elevations.listOver(id, { limit: 1 });
  return current ?? over;
}

/** The sweeps that each backend has do what is left, in their time. */
async function lookInTime(
  engine: FaultEngine,
  { environmentId }: Subject,
  state: 'open' | 'closed',
): Promise<string[]> {
  let breaches: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    breaches = await findElevationBreaches(engine, environmentId!, state);
    if (breaches.length === 0) break;
    await passTime(engine, environmentId!);
    await engine.accessRevoker.run(environmentId);
    await engine.sweep.run();
  }
  return breaches;
}

/** As two minutes do: who had something in hand has it no longer, and calls are not on their way any more. */
async function passTime({ knex }: FaultEngine, id: string): Promise<void> {
  await knex.transaction(async trx => {
    // Nobody may change the log; here it is the present that moves.
    await trx.raw("set local session_replication_role = 'replica'");
    const earlier = (column: string) =>
      trx.raw("?? - interval '2 minutes'", [column]);
    await trx('access_accounts')
      .where({ environment_id: id })
      .update({ taken_until: earlier('taken_until') });
    await trx('audit_records')
      .where({ environment_id: id })
      .whereIn('action', ['environment.access', 'environment.revokeAccess'])
      .update({ recorded_at: earlier('recorded_at') });
  });
}

import { DEFAULT_LEASE_TERMS } from '../../domain/lease';
import { expire } from '../../lifecycle/expire';
import {
  askLifecycle,
  findOrAsk,
  makeShop,
  makeUpgradable,
  requestUpgrade,
} from './askFor';
import { bringToEnd } from './bringToEnd';
import { FaultEngine, NEXT_OWNER } from './createFaultEngine';
import { FaultOperation, operationCase } from './FaultCase';

/** Later than the lease ends, and the same whenever it is asked again. */
const UNTIL = new Date(Date.now() + 14 * 86_400_000).toISOString();
const SETTINGS = { apiVersion: 'v1', kind: 'ConfigMap', name: 'settings' };

/** Made of the same phases as those; the tests go through them too, within one process. */
export const kindredOperations: FaultOperation[] = [
  operationCase({
    kind: 'rollback',
    endsAs: 'Ready',
    replicas: 1,
    async prepare(engine, subject) {
      const made = await makeUpgradable(engine, subject);
      await bringToEnd(engine, await requestUpgrade(engine, made));
      return made;
    },
    request: (engine, subject) =>
      findOrAsk(engine, subject, 'rollback', async id => {
        const caller = engine.newCaller();
        const { upgrades } = engine;
        const { agreement } = await upgrades.previewRollback(caller, id);
        return upgrades.rollback(caller, id, { agreement: agreement! });
      }),
  }),
  operationCase({
    kind: 'revert',
    endsAs: 'Ready',
    replicas: 1,
    async prepare(engine, subject) {
      const made = await makeShop(engine, subject);
      await loseSettings(engine, made.environmentId!);
      return made;
    },
    request: (engine, subject) =>
      findOrAsk(engine, subject, 'revert', async id => {
        const reason = 'It is needed';
        await engine.drift.decide(engine.newCaller(), id, {
          decision: 'revert',
          objects: [SETTINGS],
          reason,
        });
        const { operationId } = (await engine.store.environments.get(id))!;
        return { operation: { id: operationId } };
      }),
  }),
  operationCase({
    kind: 'transfer',
    endsAs: 'Ready',
    replicas: 1,
    prepare: makeShop,
    request: (engine, subject) =>
      askLifecycle(engine, subject, {
        kind: 'transfer',
        owner: NEXT_OWNER,
      }),
  }),
  operationCase({
    kind: 'restore',
    endsAs: 'Ready',
    replicas: 1,
    async prepare(engine, subject) {
      const made = await makeShop(engine, subject);
      await bringToEnd(engine, await expireNow(engine, made.environmentId!));
      return made;
    },
    request: (engine, subject) =>
      askLifecycle(engine, subject, { kind: 'restore', until: UNTIL }),
  }),
];

/** Somebody deletes the settings past the portal, and the comparison has noticed. */
async function loseSettings(
  { store, cluster }: FaultEngine,
  environmentId: string,
): Promise<void> {
  const { namespace } = (await store.environments.get(environmentId))!;
  const reference = { ...SETTINGS, namespace };
  const { metadata } = (await cluster.get(reference))!;
  await cluster.deleteObject(reference, metadata.uid!);
  const lost = { ...SETTINGS, missing: true, fields: [] };
  await store.transaction(tx => tx.drifts.replace(environmentId, [lost]));
}

/** As if its lease had just ended. @returns id of the hibernation that this brings */
async function expireNow(
  { store }: FaultEngine,
  environmentId: string,
): Promise<string> {
  await store.transaction(async tx => {
    const environment = (await tx.environments.lock(environmentId))!;
    const now = await tx.now();
    await expire(tx, environment, { terms: DEFAULT_LEASE_TERMS, now });
  });
  return (await store.environments.get(environmentId))!.operationId;
}

import { v7 as uuidv7 } from 'uuid';
import { DriftRow } from '../database/DriftsTable';
import { EnvironmentVersion } from '../database/FrozenObjectsTable';
import { Store, Transaction } from '../database/Store';
import { EnvironmentRow } from '../database/rows';
import { aboutEnvironment } from '../service/aboutEnvironment';
import { FoundDrift, describeDrift, judgeDrift } from './judgeDrift';
import { recordedFields } from './recordedFields';
import { withDrift } from './withDrift';

/**
 * Stores what has changed about the drift of a cluster's environments, each in a
 * transaction of its own. What was changed in between by an operation or a
 * person is left for the next time.
 */
export async function writeDrift(
  store: Store,
  comparison: {
    cluster: string;
    /** As they were before the cluster was asked. */
    seen: Map<string, EnvironmentVersion>;
    /** Those that were the same all along. */
    compared: Set<string>;
    found: Map<string, FoundDrift[]>;
  },
): Promise<void> {
  const { cluster, seen, compared, found } = comparison;
  const known = await store.drifts.ofCluster(cluster);
  for (const id of new Set([...found.keys(), ...known.keys()])) {
    if (!compared.has(id)) continue;
    const drifts = found.get(id) ?? [];
    const before = known.get(id) ?? [];
    if (!isNews(await store.environments.get(id), before, drifts)) continue;
    await store.transaction(async tx => {
      const environment = await tx.environments.lock(id);
      const version = seen.get(id)!;
      if (
        environment?.phase === 'Ready' &&
        environment.epoch === version.epoch &&
        environment.updatedAt.getTime() === version.updatedAt.getTime()
      ) {
        await write(tx, environment, drifts);
      }
    });
  }
}

/** An exception that runs out is news too. */
function isNews(
  environment: EnvironmentRow | undefined,
  known: DriftRow[],
  found: FoundDrift[],
): boolean {
  if (!environment) return false;
  const { conditions } = environment;
  return (
    judgeDrift(known, found).changed ||
    conditionChanges(conditions, withDrift(conditions, known, new Date()))
  );
}

function conditionChanges(
  before: EnvironmentRow['conditions'],
  after: EnvironmentRow['conditions'],
): boolean {
  const drifted = (conditions: EnvironmentRow['conditions']) =>
    conditions.find(({ type }) => type === 'Drifted');
  const [one, other] = [drifted(before), drifted(after)];
  return one?.status !== other?.status || one?.message !== other?.message;
}

async function write(
  tx: Transaction,
  environment: EnvironmentRow,
  found: FoundDrift[],
): Promise<void> {
  const { id } = environment;
  const { rows, news } = judgeDrift(await tx.drifts.of(id), found);
  await tx.drifts.replace(id, rows);
  await tx.environments.setConditions(
    id,
    withDrift(environment.conditions, await tx.drifts.of(id), new Date()),
  );
  const correlationId = uuidv7();
  await tx.record(
    ...news.map(drift => ({
      ...aboutEnvironment(environment),
      stage: 'observed' as const,
      action: 'environment.drift' as const,
      correlationId,
      actor: {
        ref: 'plugin:environments',
        kind: 'system' as const,
        groups: [],
        authMethod: 'comparison',
      },
      target: {
        ...aboutEnvironment(environment).target,
        apiVersion: drift.apiVersion,
        kind: drift.kind,
        name: drift.name,
      },
      parameters: { fields: recordedFields(drift) },
      reason: `Changed past the portal: ${describeDrift(drift)}`,
    })),
  );
  tx.changed(id);
}

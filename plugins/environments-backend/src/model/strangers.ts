import { EnvironmentView } from './World';
import { ModelEngine } from './createModelEngine';
import { SETTINGS } from './modelTemplate';

/** Longer than a namespace is Terminating on the twin, in milliseconds. */
const GONE = 5_000;

/**
 * Somebody else makes a namespace under the name of ours, past the portal.
 *
 * @param how - `squat`: where there is none yet; `replace`: after ours was deleted
 * @returns its UID, undefined if there is one that it would have to replace
 */
export async function meddle(
  { twin, clock }: ModelEngine,
  how: 'squat' | 'replace',
  { namespace, uid }: EnvironmentView,
): Promise<string | undefined> {
  if (how === 'replace') {
    if (!uid) return undefined;
    await twin.deleteNamespace(namespace, uid);
    await clock.advance(GONE);
  }
  if (await twin.get(namespaceOf(namespace))) return undefined;
  const manifest = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace },
  };
  const { metadata } = await twin.createNamespace(manifest);
  return metadata.uid;
}

/** Somebody deletes an object of ours. @returns whether it was there */
export async function lose(
  { twin }: ModelEngine,
  { namespace }: EnvironmentView,
): Promise<boolean> {
  const reference = { ...SETTINGS, namespace };
  const found = await twin.get(reference);
  if (!found) return false;
  await twin.deleteObject(reference, found.metadata.uid!);
  return true;
}

/** @returns names of namespaces of strangers that are not as they were */
export async function findTouched(
  { twin }: ModelEngine,
  environments: EnvironmentView[],
  strangers: Set<string>,
): Promise<string[]> {
  if (strangers.size === 0) return [];
  const touched = await Promise.all(
    environments.map(async ({ namespace }) => {
      const found = await twin.get(namespaceOf(namespace));
      if (!found || !strangers.has(found.metadata.uid!)) return [];
      const kind = { apiVersion: 'v1', kind: 'ServiceAccount' };
      const accounts = await twin.listInNamespace(namespace, kind);
      const isAsItWas =
        !found.metadata.deletionTimestamp &&
        accounts.every(({ metadata }) => metadata.name === 'default');
      return isAsItWas ? [] : [namespace];
    }),
  );
  return touched.flat();
}

function namespaceOf(name: string) {
  return { apiVersion: 'v1', kind: 'Namespace', name };
}

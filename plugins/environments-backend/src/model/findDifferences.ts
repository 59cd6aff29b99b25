import {
  ANNOTATION_PERSON,
  LABEL_ENVIRONMENT,
} from '@sandlot/plugin-environments-node';
import { listContent } from '../clusters/listContent';
import { isSameObject } from '../domain/objectIdentity';
import { EnvironmentView } from './World';
import { ModelEngine } from './createModelEngine';

/**
 * At rest the cluster has what a Ready environment was made of, field by field, and
 * nothing else that carries its label. Drift would not tell: what our own field
 * manager wrote it takes for right.
 *
 * @param strangers - UIDs of namespaces that others made
 */
export async function findDifferences(
  { store, twin }: ModelEngine,
  environments: EnvironmentView[],
  strangers: Set<string>,
): Promise<string[]> {
  const ready = environments.filter(({ phase }) => phase === 'Ready');
  const found = await Promise.all(
    ready.map(async ({ id, uid, namespace }) => {
      const home = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
      const live = await twin.get(home);
      // What somebody else has put in its place is for drift to find.
      if (live?.metadata.uid !== uid || strangers.has(uid!)) return [];
      const { manifests } = (await store.environments.get(id))!;
      const differences = await Promise.all(
        manifests.map(async manifest => {
          const { apiVersion, kind, metadata } = manifest;
          const name = metadata.name;
          const place = kind === 'Namespace' ? undefined : namespace;
          const object = await twin.get({
            apiVersion,
            kind,
            name,
            namespace: place,
          });
          return differing(manifest, object).map(
            path => `${kind} ${name}${path} of ${id}`,
          );
        }),
      );
      const content = await listContent(twin, namespace);
      const left = content
        .filter(({ metadata }) => metadata.labels?.[LABEL_ENVIRONMENT] === id)
        .filter(object => !manifests.some(isSameObject(object)))
        .filter(({ metadata }) => !metadata.annotations?.[ANNOTATION_PERSON])
        .map(
          ({ kind, metadata }) => `${kind} ${metadata.name} is left of ${id}`,
        );
      return [...differences.flat(), ...left];
    }),
  );
  return found.flat();
}

/** Paths of what is wanted and is not so. */
function differing(wanted: unknown, present: unknown, path = ''): string[] {
  if (typeof wanted !== 'object' || wanted === null) {
    return wanted === present
      ? []
      : [`${path}: ${JSON.stringify(present)}, not ${JSON.stringify(wanted)}`];
  }
  if (typeof present !== 'object' || present === null) {
    return [`${path} is missing`];
  }
  return Object.entries(wanted).flatMap(([key, value]) =>
    differing(
      value,
      (present as Record<string, unknown>)[key],
      `${path}/${key}`,
    ),
  );
}

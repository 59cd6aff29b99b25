import { isDeepStrictEqual } from 'node:util';
import { JsonValue } from '@backstage/types';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { DriftField, findDrift } from '../domain/drift';

/**
 * The manifest with what is on the cluster in the place of what has drifted.
 *
 * @returns undefined where that can't be written down field by field
 */
export function acceptDrift(
  manifest: KubernetesObject,
  live: KubernetesObject,
): KubernetesObject | undefined {
  const accepted = structuredClone(manifest);
  const fields = findDrift(manifest, live)?.fields ?? [];
  // From behind, so that the places of items stay what they are.
  for (const field of [...fields].sort(laterPlaceFirst)) {
    put(accepted as unknown as Parent, stepsOf(field.path), field.actual);
  }
  return findDrift(accepted, live) ? undefined : accepted;
}

interface DriftEssence {
  missing: boolean;
  fields: { path: string; actual?: unknown }[];
}

/** Whether what has drifted is still what it was, whoever did it and when. */
export function isSameDrift(one: DriftEssence, other: DriftEssence): boolean {
  // As it comes back from the database: without what is undefined.
  const essence = ({ fields }: DriftEssence) =>
    JSON.parse(
      JSON.stringify(fields.map(({ path, actual }) => ({ path, actual }))),
    );
  return (
    one.missing === other.missing &&
    isDeepStrictEqual(essence(one), essence(other))
  );
}

type Parent = Record<string, JsonValue | undefined> | JsonValue[];

function put(parent: Parent, steps: string[], value?: JsonValue): void {
  const [step, ...rest] = steps;
  if (Array.isArray(parent)) {
    const index = Number(step);
    if (rest.length > 0) put(parent[index] as Parent, rest, value);
    else if (value === undefined) parent.splice(index, 1);
    else parent.splice(index, 1, value);
    return;
  }
  if (rest.length > 0) put(parent[step] as Parent, rest, value);
  else if (value === undefined) delete parent[step];
  else parent[step] = value;
}

function laterPlaceFirst(a: DriftField, b: DriftField): number {
  return b.path.localeCompare(a.path, 'en', { numeric: true });
}

/** RFC 6901. */
function stepsOf(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

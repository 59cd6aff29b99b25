import { isDeepStrictEqual } from 'node:util';
import { DriftRow } from '../database/DriftsTable';
import { Drift } from '../domain/drift';
import { ObjectIdentity, isSameObject } from '../domain/objectIdentity';
import { isSameDrift } from './acceptDrift';

export type FoundDrift = ObjectIdentity & Drift;

export interface DriftVerdict {
  /** What is to be stored from now on. */
  rows: Omit<DriftRow, 'foundAt'>[];
  /** What was not known, or was otherwise. */
  news: FoundDrift[];
  /** Whether anything is to be stored. */
  changed: boolean;
}

/**
 * What is new about the drift of an environment. Who changed a field and when is
 * kept as first seen: the same value written again is no news. An exception goes
 * on for the fields that it was made for, whatever their values become; with
 * another field it ends.
 */
export function judgeDrift(
  known: DriftRow[],
  found: FoundDrift[],
): DriftVerdict {
  const pairs = found.map(drift => ({
    drift,
    before: known.find(isSameObject(drift)),
  }));
  const news = pairs
    .filter(({ drift, before }) => !before || !isSameDrift(before, drift))
    .map(({ drift }) => drift);
  return {
    rows: pairs.map(({ drift, before }) =>
      before && !news.includes(drift)
        ? before
        : {
            apiVersion: drift.apiVersion,
            kind: drift.kind,
            name: drift.name,
            missing: drift.missing,
            fields: drift.fields.map(({ guessed, ...field }) => field),
            exception:
              before && isOfSameFields(before, drift)
                ? before.exception
                : undefined,
          },
    ),
    news,
    changed: news.length > 0 || found.length !== known.length,
  };
}

function isOfSameFields(before: DriftRow, drift: FoundDrift): boolean {
  const paths = (fields: { path: string }[]) =>
    fields.map(({ path }) => path).sort();
  return (
    before.missing === drift.missing &&
    isDeepStrictEqual(paths(before.fields), paths(drift.fields))
  );
}

const SHOWN = 10;

/** In a sentence for the record: what, and by whom as far as the cluster knows. */
export function describeDrift({ kind, name, missing, fields }: FoundDrift) {
  if (missing) return `${kind} ${name} is gone, by whom is not known`;
  const shown = fields.slice(0, SHOWN).map(({ path, manager, guessed }) => {
    const by = manager
      ? `${guessed ? 'probably by ' : 'by '}${manager}`
      : 'by whom is not known';
    return `${path} ${by}`;
  });
  const more = fields.length - shown.length;
  return `${kind} ${name}: ${shown.join(', ')}${
    more > 0 ? ` and ${more} more` : ''
  }`;
}

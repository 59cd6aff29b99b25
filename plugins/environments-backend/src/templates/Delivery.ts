import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  Entity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  ENVIRONMENT_MODULE_KIND,
  ENVIRONMENT_TEMPLATE_KIND,
} from '@sandlot/plugin-environments-common';
import { canonicalBytes, formatDigest, sha256 } from '../audit/canonical';

/** One template or module as the catalog has it now. */
export interface Delivery {
  ref: string;
  kind: 'template' | 'module';
  entity: Entity;
  /** Another one whenever the entity is another. */
  etag: string;
  /** What the catalog says against newer content than this. */
  faults: string[];
}

export const DELIVERED_KINDS = [
  ENVIRONMENT_TEMPLATE_KIND,
  ENVIRONMENT_MODULE_KIND,
];

const ANNOTATION_ORPHAN = 'backstage.io/orphan';

/** @returns undefined for one that nothing delivers any more */
export function toDelivery(entity: Entity): Delivery | undefined {
  const faults = faultsOf(entity);
  const isOrphan =
    entity.metadata.annotations?.[ANNOTATION_ORPHAN] === 'true' &&
    faults.length === 0;
  return isOrphan
    ? undefined
    : {
        ref: stringifyEntityRef(entity),
        kind:
          entity.kind.toLowerCase() === ENVIRONMENT_MODULE_KIND.toLowerCase()
            ? 'module'
            : 'template',
        entity,
        etag: etagOf(entity),
        faults,
      };
}

function etagOf(entity: Entity): string {
  return entity.metadata.etag ?? formatDigest(sha256(canonicalBytes(entity)));
}

/** Where people find what they wrote, such as `url:https://...`. */
export function sourceLocationOf({ metadata }: Entity): string | undefined {
  const { annotations = {} } = metadata;
  return (
    annotations[ANNOTATION_SOURCE_LOCATION] ?? annotations[ANNOTATION_LOCATION]
  );
}

/** Where the catalog read it; it alone writes this. */
export function readLocationOf({ metadata }: Entity): string | undefined {
  const { annotations = {} } = metadata;
  return (
    annotations[ANNOTATION_LOCATION] ?? annotations[ANNOTATION_ORIGIN_LOCATION]
  );
}

interface WithStatus {
  status?: { items?: { level?: string; message?: string }[] };
}

/** The catalog keeps what was good before, and says here what it made of the rest. */
function faultsOf(entity: Entity): string[] {
  return ((entity as WithStatus).status?.items ?? [])
    .filter(({ level, message }) => level === 'error' && message)
    .map(({ message }) => message!);
}

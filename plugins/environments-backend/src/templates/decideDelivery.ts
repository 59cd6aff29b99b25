import { isDeepStrictEqual } from 'node:util';
import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { Problem } from '@sandlot/plugin-environments-common';
import { TemplateRow } from '../database/TemplatesTable';
import { CheckedDelivery } from './checkDelivery';
import { Delivery, sourceLocationOf } from './Delivery';

/** What a delivery does to a template's row and to the log. */
export interface DeliveryDecision {
  row: Omit<TemplateRow, 'changedAt'>;
  /** Nothing is to be written at all. */
  isSame: boolean;
  /** What happened, for the log; empty when only the catalog's own marks are others. */
  events: ('publish' | 'refuse')[];
}

/** Said of a draft under the name of what was published. */
export const BACK_TO_DRAFT: Problem = {
  path: '/spec/lifecycle',
  message: 'what was published once can not become a draft again',
  expected: 'published or deprecated; a new template may be a draft',
};

/** Faulty content never takes the place of what was good before. */
export function decideDelivery(
  earlier: Omit<TemplateRow, 'changedAt'> | undefined,
  delivery: Delivery,
  checked: CheckedDelivery,
): DeliveryDecision {
  const isBackToDraft =
    checked.good?.lifecycle === 'draft' && earlier?.wasPublished === true;
  const good = isBackToDraft ? undefined : checked.good;
  const problems = isBackToDraft
    ? [BACK_TO_DRAFT, ...checked.problems]
    : checked.problems;
  const row: DeliveryDecision['row'] = {
    ref: delivery.ref,
    kind: delivery.kind,
    ...(good || !earlier
      ? headOf(delivery)
      : { title: earlier.title, ownerRef: earlier.ownerRef }),
    state: good?.lifecycle ?? earlier?.state ?? 'draft',
    wasPublished:
      earlier?.wasPublished ||
      (good !== undefined && good.lifecycle !== 'draft'),
    revision: good?.digest ?? earlier?.revision,
    problems,
    deliveredEtag: delivery.etag,
    sourceLocation: sourceLocationOf(delivery.entity),
  };
  const isRefused =
    problems.length > 0 &&
    !isDeepStrictEqual(
      problems.map(withoutPlace),
      (earlier?.problems ?? []).map(withoutPlace),
    );
  const isPublished =
    good !== undefined &&
    (row.revision !== earlier?.revision ||
      row.state !== earlier?.state ||
      (problems.length === 0 && earlier.problems.length > 0));
  return {
    row,
    isSame:
      !isRefused && !isPublished && earlier?.deliveredEtag === delivery.etag,
    events: [
      ...(isPublished ? (['publish'] as const) : []),
      ...(isRefused ? (['refuse'] as const) : []),
    ],
  };
}

function headOf({ entity, ref }: Delivery) {
  const { title, name, namespace = DEFAULT_NAMESPACE } = entity.metadata;
  let ownerRef = String(entity.spec?.owner ?? '');
  try {
    ownerRef = stringifyEntityRef(
      parseEntityRef(ownerRef, {
        defaultKind: 'group',
        defaultNamespace: namespace,
      }),
    );
  } catch {
    // Its problems say so; it stands here as it was written.
  }
  return { title: String(title ?? name ?? ref), ownerRef };
}

/** A line that was moved is no other fault. */
function withoutPlace({ path, message, expected }: Problem) {
  return { path, message, expected };
}

import { AuditFinding } from '@sandlot/plugin-environments-common';
import {
  KubernetesObject,
  LABEL_ENVIRONMENT,
} from '@sandlot/plugin-environments-node';
import { validate as isUuid } from 'uuid';

/** What the API server notes of who wrote an object. */
interface ManagedFieldsEntry {
  manager?: string;
  subresource?: string;
}

/** A namespace that the log says was made, and whose end it does not have. */
export interface RecordedNamespace {
  environmentId: string;
  namespace: string;
  uid: string;
}

export interface Comparison {
  /** With our label, as the cluster has them. */
  namespaces: KubernetesObject[];
  /** UIDs of which the log has a creation that succeeded. */
  recorded: ReadonlySet<string>;
  /** Those that have to be there. */
  expected: RecordedNamespace[];
  now: Date;
}

/** Field manager of the portal, by which it makes and applies everything. */
const PORTAL = 'sandlot';
/** A creation is recorded when its answer has come; a call may take that long and be made again. */
const IN_THE_MAKING_MILLISECONDS = 120_000;

/** What cluster and log do not agree about; `since` is now for what is missing. */
export function findDisagreements(comparison: Comparison): AuditFinding[] {
  const { namespaces, recorded, expected, now } = comparison;
  const present = new Set(namespaces.map(({ metadata }) => metadata.uid));
  return [
    ...namespaces
      .filter(({ metadata }) => !recorded.has(metadata.uid!))
      .filter(namespace => !mayBeInTheMaking(namespace, now))
      .map(toFinding),
    ...expected
      .filter(({ uid }) => !present.has(uid))
      .map(
        ({ environmentId, namespace }): AuditFinding => ({
          kind: 'missing',
          namespace,
          environmentId,
          since: now.toISOString(),
        }),
      ),
  ];
}

function mayBeInTheMaking(namespace: KubernetesObject, now: Date): boolean {
  const made = Date.parse(namespace.metadata.creationTimestamp ?? '');
  return (
    isByPortal(namespace) && now.getTime() - made < IN_THE_MAKING_MILLISECONDS
  );
}

function toFinding(namespace: KubernetesObject): AuditFinding {
  const { name, labels, creationTimestamp } = namespace.metadata;
  const environmentId = labels?.[LABEL_ENVIRONMENT];
  return {
    kind: isByPortal(namespace) ? 'unrecorded' : 'foreign',
    namespace: name,
    // Whoever may label a namespace may write anything there.
    ...(environmentId && isUuid(environmentId) && { environmentId }),
    madeBy: managersOf(namespace).join(', ') || undefined,
    since: new Date(creationTimestamp ?? 0).toISOString(),
  };
}

function isByPortal(namespace: KubernetesObject): boolean {
  return managersOf(namespace).includes(PORTAL);
}

/** Who wrote it, but for the namespace controller's status. */
function managersOf({ metadata }: KubernetesObject): string[] {
  const entries = (metadata.managedFields ?? []) as ManagedFieldsEntry[];
  const managers = entries
    .filter(({ subresource }) => !subresource)
    .map(({ manager }) => manager ?? 'unknown');
  return [...new Set(managers)];
}

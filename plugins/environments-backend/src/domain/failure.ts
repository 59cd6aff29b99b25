import { Failure, Operation } from '@sandlot/plugin-environments-common';

/** A cluster may quote whole manifests. */
const LONGEST_MESSAGE = 2000;

/** Of what was woken up, and had failed before it was put to sleep. */
export const FAILED_BEFORE = 'FailedBefore';

/** Says why an operation came to nothing, what is left on the cluster and what to do. */
export function operationFailure(options: {
  kind: Operation['kind'];
  reason: string;
  message: string;
  namespace: string;
  /** Absent while there is no namespace. */
  namespaceUid?: string;
}): Failure {
  const { kind, reason, namespace, namespaceUid } = options;
  const message = options.message.slice(0, LONGEST_MESSAGE);
  if (kind === 'delete') {
    return {
      reason,
      message,
      advice: `Namespace ${namespace} may still be there. Delete the environment again; if it fails the same way, tell the people who run the cluster.`,
    };
  }
  if (kind === 'hibernate') {
    return {
      reason,
      message,
      advice: `What was scaled to zero so far stays so, and all sizes are kept. Resume the environment, or hibernate it again; if it fails the same way, tell the people who run the cluster.`,
    };
  }
  if (reason === FAILED_BEFORE) {
    return {
      reason,
      message,
      advice:
        'Upgrade it, roll it back, or delete it and make a new one: see in its activity how it failed.',
    };
  }
  if (kind === 'resume' || kind === 'restore') {
    return {
      reason,
      message,
      advice: `What has its size back keeps it, and the other sizes are kept. Resume the environment again; if it fails the same way, tell the owner of the template.`,
    };
  }
  if (kind !== 'create') {
    const back =
      kind === 'upgrade'
        ? 'Roll back to what it was before, or upgrade again'
        : 'Try it again, or upgrade';
    return {
      reason,
      message,
      advice: `Namespace ${namespace} is left as it is, with what was applied so far. ${back}; if it fails the same way, tell the owner of the template.`,
    };
  }
  const left = namespaceUid
    ? `Namespace ${namespace} is left as it is, with what was made so far. Delete the environment to remove it, then try again`
    : 'Nothing is left behind on the cluster. Delete the environment, then try again';
  return {
    reason,
    message,
    advice: `${left}; if it fails the same way, tell the owner of the template.`,
  };
}

import { OperationKind } from './lifecycle';

const READY =
  'Ready: quota, bindings and the owner’s rights were seen on the cluster';

const sentences: Partial<Record<OperationKind, string>> = {
  hibernate:
    'Hibernated: its workloads are scaled to zero, and their sizes kept',
  resume: `Its workloads have their sizes back. ${READY}`,
  restore: `Its workloads have their sizes back. ${READY}`,
  delete: 'The namespace and all that was in it are gone from the cluster',
};

/** What was reached, in words for the record. */
export function describeSuccess(kind: OperationKind): string {
  return sentences[kind] ?? READY;
}

import { AuditFault } from '@sandlot/plugin-environments-common';

/** Records [from, to) of the tree that are not what was sealed. */
export interface Fault {
  kind: AuditFault['kind'];
  from: bigint;
  to: bigint;
}

export function isSameFault(one: Fault, other: Fault): boolean {
  return one.kind === other.kind && one.from === other.from;
}

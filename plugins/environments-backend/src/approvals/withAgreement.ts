import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { ConflictError } from '@backstage/errors';
import {
  ApprovalRequirement,
  AskedChange,
} from '@sandlot/plugin-environments-common';
import { JsonObject } from '@backstage/types';
import { ApprovalRow } from '../database/ApprovalsTable';
import { Transaction } from '../database/Store';
import { EnvironmentRow, OperationRow, StoredChange } from '../database/rows';
import { Author } from '../lifecycle/acceptOperation';
import { awaitAgreement } from './awaitAgreement';

/** All that had to agree have, to just this. */
export interface Agreement {
  digest: string;
  approvals: ApprovalRow[];
  /** @see StoredChange.asOf */
  asOf: StoredChange['asOf'];
}

/** A change of an environment that lives. */
export interface ChangeInHand {
  kind: AskedChange['kind'];
  /** Of the operation. */
  id: string;
  /** Who must agree first; nobody if it is empty. */
  requirements: ApprovalRequirement[];
  expireAfterSeconds: number;
  /** SHA-256 of what the environment is, and of all that would be done. */
  digest: string;
  change: StoredChange;
  reason?: string;
  /** For the record. */
  parameters: JsonObject;
}

/**
 * Does a change that nobody must agree to, or all have agreed to; any other waits for them, and
 * comes here once more when they have: it is judged then as if it were asked for anew.
 *
 * @param environment - locked in this transaction; its state permits the change
 * @throws ConflictError when it is no longer what they agreed to
 */
export function withAgreement(
  tx: Transaction,
  author: Author,
  environment: EnvironmentRow,
  inHand: ChangeInHand,
  accept: () => Promise<{
    environment: EnvironmentRow;
    operation: OperationRow;
  }>,
): Promise<{ environment: EnvironmentRow; operation: OperationRow }> {
  if (author.agreement) {
    requireSame(environment, inHand, author.agreement);
    return accept();
  }
  return inHand.requirements.length > 0
    ? awaitAgreement(tx, author, environment, inHand)
    : accept();
}

function requireSame(
  environment: EnvironmentRow,
  { digest, requirements }: ChangeInHand,
  agreement: Agreement,
): void {
  const { name, ownerRef, revision } = environment;
  if (agreement.digest !== digest) {
    throw new ConflictError(
      `Environment ${name} is no longer what it was when this was asked for: ${whatMoved(
        agreement.asOf,
        environment,
      )} (it is ${ownerRef}’s, of revision ${revision})`,
    );
  }
  const missing = requirements.find(
    one =>
      !agreement.approvals.some(
        ({ requirement }) =>
          requirement.by === stringifyEntityRef(parseEntityRef(one.by)) &&
          requirement.count >= one.count &&
          requirement.policy === one.policy &&
          requirement.source === one.source,
      ),
  );
  if (missing) {
    throw new ConflictError(
      `${missing.by} must agree to it as well by now: ${missing.message}`,
    );
  }
}

function whatMoved(
  asOf: StoredChange['asOf'],
  { ownerRef, revision }: EnvironmentRow,
): string {
  if (!asOf)
    return 'its owner, its revision or what was chosen for it is another';
  if (asOf.owner !== ownerRef) return 'it has another owner';
  if (asOf.revision !== revision) return 'it is of another revision';
  return 'what was chosen for it, or would be made of it, is another';
}

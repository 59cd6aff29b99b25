import {
  ApprovalRequirement,
  OperationRequest,
} from '@sandlot/plugin-environments-common';
import { Transaction } from '../../database/Store';
import { EnvironmentRow, OperationRow } from '../../database/rows';
import { LeaseTerms } from '../../domain/lease';
import { Limits } from '../../limits/Limits';
import { Caller } from '../../service/Caller';
import { Author } from '../acceptOperation';

/** Who asks; or who has asked, once others have agreed. */
export type Requester = Author & Pick<Caller, 'authorizeLeaseOverride'>;

export interface RequestContext {
  terms: LeaseTerms;
  limits: Limits;
  /** The database's clock, which all backends share. */
  now: Date;
  operationId: string;
  /** Who must agree first, as policies say. */
  requirements: ApprovalRequirement[];
  /** How long they have. */
  expireAfterSeconds: number;
}

/**
 * Does one kind of request, for an environment that is locked in the transaction
 * and whose state permits it; or lets it wait for those who must agree.
 *
 * @throws InputError, ConflictError, NotAllowedError
 */
export type RequestHandler = (
  tx: Transaction,
  requester: Requester,
  environment: EnvironmentRow,
  request: OperationRequest,
  context: RequestContext,
) => Promise<{ environment: EnvironmentRow; operation: OperationRow }>;

import { OperationRequest } from '@sandlot/plugin-environments-common';
import { Transaction } from '../../database/Store';
import { EnvironmentRow, OperationRow } from '../../database/rows';
import { LeaseTerms } from '../../domain/lease';
import { Limits } from '../../limits/Limits';
import { Caller } from '../../service/Caller';

export interface RequestContext {
  terms: LeaseTerms;
  limits: Limits;
  /** The database's clock, which all backends share. */
  now: Date;
  operationId: string;
}

/**
 * Does one kind of request, for an environment that is locked in the transaction
 * and whose state permits it.
 *
 * @throws InputError, ConflictError, NotAllowedError
 */
export type RequestHandler = (
  tx: Transaction,
  caller: Caller,
  environment: EnvironmentRow,
  request: OperationRequest,
  context: RequestContext,
) => Promise<{ environment: EnvironmentRow; operation: OperationRow }>;

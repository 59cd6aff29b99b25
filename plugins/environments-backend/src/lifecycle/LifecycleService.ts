import {
  AcceptedOperation,
  CloneRequest,
  Environment,
  HibernationPlan,
  OperationRequest,
  TransferPreview,
  TransferPreviewRequest,
} from '@sandlot/plugin-environments-common';
import { Caller } from '../service/Caller';

/** What is done with environments that are there, other than making them something else. */
export interface LifecycleService {
  /**
   * @throws NotFoundError, NotAllowedError; ConflictError when the state of the
   * environment does not permit it; InputError when the request is incomplete
   */
  request(
    caller: Caller,
    id: string,
    request: OperationRequest,
    idempotencyKey: string,
  ): Promise<AcceptedOperation>;

  /** @throws what the transfer would be refused with before policies are asked */
  previewTransfer(
    caller: Caller,
    id: string,
    request: TransferPreviewRequest,
  ): Promise<TransferPreview>;

  clone(
    caller: Caller,
    id: string,
    request: CloneRequest,
    idempotencyKey: string,
  ): Promise<AcceptedOperation>;

  /** @param operationId - of an operation that is not done */
  cancel(
    caller: Caller,
    operationId: string,
    reason?: string,
  ): Promise<AcceptedOperation>;

  planHibernation(
    caller: Caller,
    id: string,
    plan: HibernationPlan,
  ): Promise<Environment>;

  holdLegally(caller: Caller, id: string, reason: string): Promise<Environment>;

  endLegalHold(
    caller: Caller,
    id: string,
    reason: string,
  ): Promise<Environment>;
}

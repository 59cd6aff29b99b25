import { Transaction } from '../database/Store';
import { EnvironmentRow, OperationRow, StoredChange } from '../database/rows';
import { Requester } from '../lifecycle/requests/RequestHandler';
import { JudgedChange } from '../policies/judgeChange';

/** Does changes that have waited for agreement, just as if they were asked for now. */
export interface ChangeMaker {
  /**
   * Asks the policies once more; before the transaction, which is not to wait for the catalog.
   *
   * @throws what they refuse it with
   */
  judge(
    requester: Requester,
    environment: EnvironmentRow,
    change: StoredChange,
  ): Promise<JudgedChange>;

  /**
   * @param environment - locked in this transaction; its state permits the change
   * @throws what such a request is refused with
   */
  make(
    tx: Transaction,
    requester: Requester,
    environment: EnvironmentRow,
    operation: OperationRow & { details: { change: StoredChange } },
    judged: JudgedChange,
  ): Promise<unknown>;

  /** What is to be done when it is committed. */
  made?(environmentId: string, change: StoredChange): Promise<void>;
}

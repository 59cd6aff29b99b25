import { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { Transaction } from '../database/Store';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { targetOf } from './targetOf';
import { portalActor } from './portalActor';

const PATH = 'environments.stopTheLine.failures';
const DEFAULT_FAILURES = 3;
const LONGEST_FAILURE = 200;

/** Halts a revision of which nothing can be made any more. */
export class StopTheLine {
  readonly #failures: number;

  /** @throws InputError when `environments.stopTheLine.failures` is no number of creations */
  static fromConfig(config: RootConfigService): StopTheLine {
    const failures = config.getOptionalNumber(PATH) ?? DEFAULT_FAILURES;
    if (!Number.isInteger(failures) || failures < 0 || failures > 1000) {
      throw new InputError(
        `${PATH} is ${failures}, expected a whole number from 0, which switches it off, to 1000`,
      );
    }
    return new StopTheLine(failures);
  }

  private constructor(failures: number) {
    this.#failures = failures;
  }

  /**
   * To be called in the transaction that ends an operation as failed, after it
   * was ended: creations that fail at the same time are counted one after the
   * other, so that one of them sees all.
   */
  async afterFailure(
    tx: Transaction,
    operation: OperationRow,
    environment: EnvironmentRow,
  ): Promise<void> {
    if (
      this.#failures === 0 ||
      operation.kind !== 'create' ||
      environment.draft ||
      // What they break is not the template's fault, and not for them to halt.
      environment.ownManifests.length > 0
    ) {
      return;
    }
    const { revision: digest } = operation;
    const revision = await tx.templateRevisions.lock(digest);
    if (!revision || revision.halted) return;
    const last = await tx.templateFigures.lastCreations(digest, this.#failures);
    if (last.length < this.#failures || last.some(({ failure }) => !failure)) {
      return;
    }
    const reason = [
      this.#failures === 1
        ? 'A creation failed:'
        : `${this.#failures} creations in a row failed:`,
      last
        .map(({ name, failure }) =>
          `${name}, ${failure!.reason}: ${failure!.message}`.slice(
            0,
            LONGEST_FAILURE,
          ),
        )
        .join('; '),
    ].join(' ');
    await tx.templateRevisions.halt(digest, portalActor.ref, reason);
    await tx.record({
      stage: 'succeeded',
      action: 'template.halt',
      correlationId: operation.correlationId,
      actor: portalActor,
      target: targetOf(revision.templateRef),
      template: { ref: revision.templateRef, revision: digest },
      reason,
    });
    tx.templateChanged(revision.templateRef);
  }
}

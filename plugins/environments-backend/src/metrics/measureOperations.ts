import { Meter } from '@opentelemetry/api';
import { Store } from '../database/Store';
import { OperationRow } from '../database/rows';
import { OnRetry } from '../reconciler/Reconciler';
import { createCounter, createHistogram } from './instruments';

/** Of a revision's digest: enough to find it by. */
const DIGITS = 12;

/**
 * Counts how operations end and how long they take. Each is counted by the
 * backend that wrote its end, so that the sum over all backends is right.
 *
 * @returns what is to hear of tries that have to be made once more
 */
export function measureOperations(meter: Meter, store: Store): OnRetry {
  const duration = createHistogram(meter, 'sandlot.operation.duration');
  const stageDuration = createHistogram(meter, 'sandlot.stage.duration');
  const outcomes = createCounter(meter, 'sandlot.operation.outcomes');
  const retries = createCounter(meter, 'sandlot.operation.retries');

  store.onCommit(({ finished, records }) => {
    for (const operation of finished) {
      const kind = { 'sandlot.operation.kind': operation.kind };
      const ended = {
        ...kind,
        'sandlot.operation.outcome': outcomeOf(operation),
      };
      // The row doesn't name its template, the record of its end does.
      const template = records.find(
        ({ operationId }) => operationId === operation.id,
      )?.template;
      outcomes.add(1, {
        ...ended,
        ...(template && { 'sandlot.template.ref': template.ref }),
        'sandlot.template.revision': shortened(operation.revision),
        ...(operation.failure && { 'error.type': operation.failure.reason }),
      });
      duration.record(
        secondsBetween(operation.requestedAt, operation.finishedAt!),
        ended,
      );
      for (const { name, startedAt, finishedAt } of operation.stages) {
        if (!startedAt || !finishedAt) continue;
        stageDuration.record(
          secondsBetween(new Date(startedAt), new Date(finishedAt)),
          { ...kind, 'sandlot.stage.name': name },
        );
      }
    }
  });

  return ({ kind }, reason) =>
    retries.add(1, { 'sandlot.operation.kind': kind, 'error.type': reason });
}

function outcomeOf({ state, failure }: OperationRow): string {
  return (
    failure?.reason === 'Superseded' ? failure.reason : state
  ).toLocaleLowerCase('en-US');
}

function shortened(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, DIGITS);
}

/** A stage may have begun on a backend whose clock is ahead. */
function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, (to.getTime() - from.getTime()) / 1000);
}

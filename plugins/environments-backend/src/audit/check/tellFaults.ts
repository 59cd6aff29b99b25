import { v7 as uuidv7 } from 'uuid';
import { portalActor } from '../../templates/portalActor';
import { AuditEvent } from '../AuditEvent';
import { Fault } from './Fault';

const MOST_NAMED = 20;

const WORDS: Record<Fault['kind'], string> = {
  missing: 'missing',
  changed: 'not the bytes that were sealed',
  disclosure: 'said to disclose what it did not commit to',
  misfiled: 'filed where filters miss it',
  tree: 'not the tree that was signed',
};

/** Which records, and what it is; never what stands in them. */
export function describeFaults(faults: Fault[]): string {
  const named = faults
    .slice(0, MOST_NAMED)
    .map(({ kind, from, to }) =>
      to - from === 1n
        ? `record ${from} (${WORDS[kind]})`
        : `records ${from} to ${to - 1n} (${WORDS[kind]})`,
    );
  const more = faults.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

export function toEvent(faults: Fault[]): AuditEvent {
  return {
    stage: 'observed',
    action: 'audit.check',
    correlationId: uuidv7(),
    actor: portalActor,
    target: {},
    parameters: {
      count: faults.length,
      faults: faults.slice(0, MOST_NAMED).map(({ kind, from, to }) => ({
        kind,
        fromIndex: String(from),
        toIndex: String(to),
      })),
    },
    reason: `Not what was sealed: ${describeFaults(faults)}`,
  };
}

import { AuditSink } from '@sandlot/plugin-environments-common';
import { toOcsf } from '../export/toOcsf';
import { Outgoing } from './Sink';

/** A record as one of its formats has it, to be written as JSON. */
export function formatOutgoing(
  format: AuditSink['format'],
  outgoing: Outgoing,
  origin: string,
): object {
  switch (format) {
    case 'cloudevents':
      return toCloudEvent(outgoing, origin);
    case 'ocsf':
      return toOcsf(outgoing.record);
    default:
      return outgoing;
  }
}

/** CloudEvents 1.0, JSON format. Source and id together are the same whenever it is sent again. */
function toCloudEvent({ record, canonical }: Outgoing, origin: string) {
  const subject = record.environmentId ?? record.target.namespace;
  return {
    specversion: '1.0',
    id: record.eventId,
    source: `//${origin}`,
    type: `dev.sandlot.${record.action}.${record.stage}`,
    time: record.time,
    ...(subject && { subject }),
    datacontenttype: 'application/json',
    data: { record, canonical },
  };
}

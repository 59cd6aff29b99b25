import { Config } from '@backstage/config';
import { AuditSink } from '@sandlot/plugin-environments-common';
import { FileSink } from './FileSink';
import { HttpSink } from './HttpSink';
import { Sink } from './Sink';
import { SyslogSink, SyslogTransport } from './SyslogSink';

const WHERE = 'environments.audit.sinks';
const FORMATS: readonly AuditSink['format'][] = [
  'cloudevents',
  'ocsf',
  'record',
];
const TRANSPORTS: readonly SyslogTransport[] = ['tcp', 'tls', 'udp'];

/**
 * Reads `environments.audit.sinks`.
 *
 * @param origin - name of the log
 * @throws Error that says which one is wrong, without its secrets
 */
export function readSinks(config: Config, origin: string): Sink[] {
  const sinks = (config.getOptionalConfigArray(WHERE) ?? []).map(entry =>
    readSink(entry, origin),
  );
  const ids = sinks.map(({ id }) => id);
  const doubled = ids.find((id, place) => ids.indexOf(id) < place);
  if (doubled !== undefined) {
    throw new Error(
      `${WHERE}: two are called ${doubled}; each needs an id of its own`,
    );
  }
  return sinks;
}

function readSink(entry: Config, origin: string): Sink {
  const id = entry.getString('id');
  const kind = entry.getString('kind');
  const format = oneOf(
    FORMATS,
    entry.getOptionalString('format') ?? 'cloudevents',
    `format of ${id}`,
  );
  switch (kind) {
    case 'http':
      return new HttpSink({
        id,
        format,
        origin,
        url: requireUrl(id, entry.getString('url')),
        headers: entry.getOptional<Record<string, string>>('headers') ?? {},
      });
    case 'file':
      return new FileSink({
        id,
        format,
        origin,
        path: entry.getString('path'),
      });
    case 'syslog':
      return new SyslogSink({
        id,
        format,
        origin,
        host: entry.getString('host'),
        port: entry.getOptionalNumber('port') ?? 6514,
        transport: oneOf(
          TRANSPORTS,
          entry.getOptionalString('transport') ?? 'tls',
          `transport of ${id}`,
        ),
      });
    default:
      throw new Error(
        `${WHERE}: ${id} is of the kind ${kind}; there are http, file and syslog`,
      );
  }
}

function oneOf<T extends string>(
  known: readonly T[],
  value: string,
  what: string,
): T {
  const found = known.find(one => one === value);
  if (found === undefined) {
    throw new Error(
      `${WHERE}: the ${what} is ${value}; expected one of ${known.join(', ')}`,
    );
  }
  return found;
}

function requireUrl(id: string, url: string): string {
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : '')) {
    throw new Error(
      `${WHERE}: the address of ${id} is no URL with https or http`,
    );
  }
  return url;
}

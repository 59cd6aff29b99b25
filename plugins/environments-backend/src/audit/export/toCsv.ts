import { AuditRecord } from '@sandlot/plugin-environments-common';

const COLUMNS: [title: string, read: (record: AuditRecord) => unknown][] = [
  ['index', ({ index }) => index],
  ['time', ({ time }) => time],
  ['action', ({ action }) => action],
  ['stage', ({ stage }) => stage],
  ['outcome', ({ outcome }) => outcome],
  ['actor', ({ actor }) => actor.ref],
  ['on behalf of', ({ actor }) => actor.onBehalfOf],
  ['groups', ({ actor }) => actor.groups.join(' ')],
  ['permission', ({ authorization }) => authorization?.permission],
  ['decision', ({ authorization }) => authorization?.decision],
  ['rule', ({ authorization }) => authorization?.basis],
  ['address', ({ source }) => source?.address],
  ['environment', ({ environmentName }) => environmentName],
  ['environment id', ({ environmentId }) => environmentId],
  ['cluster', ({ target }) => target.cluster],
  ['namespace', ({ target }) => target.namespace],
  ['namespace uid', ({ target }) => target.namespaceUid],
  ['object kind', ({ target }) => target.kind],
  ['object name', ({ target }) => target.name],
  ['template', ({ template }) => template?.ref],
  ['revision', ({ template }) => template?.revision],
  ['objects digest', ({ objectsDigest }) => objectsDigest],
  ['parameters', ({ parameters }) => parameters && JSON.stringify(parameters)],
  ['reason', ({ reason }) => reason],
  ['correlation', ({ correlationId }) => correlationId],
  ['event', ({ eventId }) => eventId],
];

/** The first line of the file, with its end. */
export const csvHeader = toLine(COLUMNS.map(([title]) => title));

/** A record as a line of CSV (RFC 4180), with its end. */
export function toCsv(record: AuditRecord): string {
  return toLine(COLUMNS.map(([, read]) => String(read(record) ?? '')));
}

function toLine(cells: string[]): string {
  return `${cells.map(cell => quote(defuse(cell))).join(',')}\r\n`;
}

/**
 * Spreadsheets run what begins like a formula, also after white space. An
 * apostrophe in front makes it text, as OWASP advises on CSV injection.
 */
function defuse(cell: string): string {
  return /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(cell) ? `'${cell}` : cell;
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

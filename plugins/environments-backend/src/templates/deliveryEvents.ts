import { v7 as uuidv7 } from 'uuid';
import { AuditEvent } from '../audit/AuditEvent';
import { TemplateRow } from '../database/TemplatesTable';
import { portalActor } from './portalActor';
import { targetOf } from './targetOf';
import { Provenance } from './TemplateFiles';

type Row = Omit<TemplateRow, 'changedAt'>;

/** That the catalog delivered something else than before, for the log. */
export function deliveryEvent(
  happened: 'publish' | 'refuse',
  row: Row,
  { commit, author }: Provenance,
): AuditEvent {
  const from = [
    row.sourceLocation && `from ${row.sourceLocation}`,
    commit && `commit ${commit}`,
    author && `by ${author}`,
  ].filter(Boolean);
  const facts = {
    state: row.state,
    ...(row.sourceLocation && { sourceLocation: row.sourceLocation }),
    ...(commit && { commit }),
    ...(author && { author }),
  };
  return {
    ...eventOf(row),
    action: happened === 'publish' ? 'template.publish' : 'template.refuse',
    parameters: facts,
    reason:
      happened === 'publish'
        ? [`The catalog delivers it as ${row.state}`, ...from].join(', ')
        : `${refusal(row)}: ${row.problems.map(describe).join('; ')}`,
  };
}

/** That the catalog no longer has it, for the log. */
export function withdrawalEvent(row: Row): AuditEvent {
  return {
    ...eventOf(row),
    action: 'template.withdraw',
    reason:
      'The catalog no longer has it; what was made from it stays as it is',
  };
}

function refusal({ revision }: Row): string {
  return revision
    ? 'What the catalog delivers now has faults, the revision before stays'
    : 'What the catalog delivers has faults, and there was nothing good before';
}

function describe({ path, message, file, line }: Row['problems'][number]) {
  const place = [file && line ? `${file}:${line}` : '', path]
    .filter(Boolean)
    .join(' ');
  return place ? `${place}: ${message}` : message;
}

function eventOf({ ref, revision }: Row): Omit<AuditEvent, 'action'> {
  return {
    stage: 'observed',
    correlationId: uuidv7(),
    actor: portalActor,
    target: targetOf(ref),
    template: { ref, revision },
  };
}

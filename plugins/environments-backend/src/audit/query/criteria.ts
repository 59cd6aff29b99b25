import { outcomeOfStage } from '../AuditEvent';
import { AuditListing } from './AuditListing';
import { termOfGroup, termOfRevision, termsOfText } from './termsOf';

type Filter = Omit<AuditListing, 'after' | 'limit' | 'from' | 'to'>;

/** An index on `(column, seq)`, and what is looked up in it. */
export interface Way {
  table: 'audit_records' | 'audit_disclosures' | 'audit_terms';
  column: string;
  value: string;
}

/** A record meets it if it is found by any of its ways. */
export type Criterion = Way[];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a record has to meet, what is likely to find the fewest first. */
export function criteriaOf(filter: Filter): Criterion[] {
  const { actor, group, revision, text, actions, outcome, stage } = filter;
  const column = (name: string, value: string | undefined) =>
    value === undefined ? [] : [[way('audit_records', name, value)]];
  return [
    ...column('correlation_id', filter.correlation),
    ...column('environment_id', filter.environment),
    ...(text === undefined ? [] : criteriaOfText(text)),
    ...column('namespace', filter.namespace),
    ...(revision === undefined ? [] : [[termWay(termOfRevision(revision))]]),
    ...(actor === undefined ? [] : [criterionOfPerson(actor)]),
    ...(group === undefined ? [] : [[termWay(termOfGroup(group))]]),
    ...column('template_ref', filter.template),
    ...column('action', filter.action),
    ...(actions
      ? [actions.map(one => way('audit_records', 'action', one))]
      : []),
    ...column('cluster', filter.cluster),
    ...column('stage', stage),
    ...(outcome === undefined ? [] : [criterionOfOutcome(outcome)]),
  ];
}

function way(table: Way['table'], column: string, value: string): Way {
  return { table, column, value };
}

function termWay(term: string): Way {
  return way('audit_terms', 'term', term);
}

/** What somebody did, and what was done on their behalf. */
function criterionOfPerson(ref: string): Criterion {
  return ['actor_ref', 'on_behalf_of'].map(column =>
    way('audit_disclosures', column, ref),
  );
}

/** A text without any word finds nothing, and not everything. */
function criteriaOfText(text: string): Criterion[] {
  const words = termsOfText(text);
  return words.length > 0 ? words.map(criterionOfWord) : [[termWay('')]];
}

/** Ids that have an index of their own are no terms. */
function criterionOfWord(word: string): Criterion {
  if (!UUID.test(word)) return [termWay(word)];
  return [
    ...['event_id', 'correlation_id', 'environment_id', 'operation_id'].map(
      column => way('audit_records', column, word),
    ),
    termWay(word),
  ];
}

/** The stage says the outcome; so one index serves both. */
function criterionOfOutcome(outcome: string): Criterion {
  return Object.entries(outcomeOfStage)
    .filter(([, of]) => of === outcome)
    .map(([stage]) => way('audit_records', 'stage', stage));
}

import { auditActions } from '@sandlot/plugin-environments-common';
import { FilterName, FilterValues, OUTCOMES, STAGES } from './filterNames';
import { parseUtc } from './utc';

/** What one writes in front of a colon. */
const PREFIXES: Record<string, FilterName> = {
  person: 'actor',
  group: 'group',
  environment: 'environment',
  namespace: 'namespace',
  cluster: 'cluster',
  template: 'template',
  revision: 'revision',
  action: 'action',
  outcome: 'outcome',
  stage: 'stage',
  request: 'correlation',
  from: 'from',
  before: 'to',
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** What somebody typed into the search box, understood. */
export interface ParsedSearch {
  /** Filters that were typed, such as `person:dana`. */
  filters: FilterValues;
  /** The words that are left; empty for none. */
  text: string;
  /** Filters whose value cannot be. */
  problems: { name: FilterName; value: string }[];
}

/** Reads `person:dana outcome:denied checkout`. */
export function parseSearch(typed: string): ParsedSearch {
  const filters: FilterValues = {};
  const words: string[] = [];
  const problems: ParsedSearch['problems'] = [];
  for (const word of typed.trim().split(/\s+/).filter(Boolean)) {
    const [, prefix, value] = /^([a-z]+):(.+)$/i.exec(word) ?? [];
    const name = PREFIXES[prefix?.toLocaleLowerCase('en-US')];
    if (!name) {
      words.push(word);
    } else if (name === 'environment' && !UUID.test(value)) {
      // It is asked for by its id; its name is one of the words of a record.
      words.push(value);
    } else {
      const known = toFilterValue(name, value);
      if (known === undefined) {
        problems.push({ name, value });
      } else {
        filters[name] = known;
      }
    }
  }
  return { filters, text: words.join(' '), problems };
}

/** @returns undefined for what such a filter cannot be */
export function toFilterValue(
  name: FilterName,
  value: string,
): string | undefined {
  switch (name) {
    case 'actor':
      return toRef('user', value);
    case 'group':
      return toRef('group', value);
    case 'template':
      return toRef('environmenttemplate', value);
    case 'outcome':
      return OUTCOMES.find(known => known === value);
    case 'stage':
      return STAGES.find(known => known === value);
    case 'action':
      return auditActions.find(
        known => known.toLocaleLowerCase() === value.toLocaleLowerCase(),
      );
    case 'environment':
    case 'correlation':
      return UUID.test(value) ? value : undefined;
    case 'revision':
      return DIGEST.test(value) ? value : undefined;
    case 'from':
    case 'to':
      return parseUtc(value);
    default:
      return value;
  }
}

/** `dana`, `default/dana` and `user:default/dana` are one person. */
function toRef(kind: string, value: string): string {
  if (value.includes(':')) {
    return value;
  }
  return `${kind}:${value.includes('/') ? value : `default/${value}`}`;
}

import { AuditLeaf } from '../AuditEvent';
import { USER_REFERENCES } from '../record/namesOf';

const LONGEST_TERM = 100;
/** Longer texts are manifests and the like, of which nobody knows a word. */
const LONGEST_TEXT = 2000;
const MOST_WORDS = 100;

/**
 * By what a record is found, beside its columns: the groups of who acted, the
 * revision of the template, and words. Who changes it gives the records that there are
 * their new terms: the check of the log holds those it finds against these.
 *
 * @param leaf - with what its commitments stand for; what was erased gives no terms
 * @returns each once; none names a person
 */
export function termsOf(leaf: AuditLeaf): string[] {
  const keys = [
    ...leaf.actor.groups.map(termOfGroup),
    ...(leaf.template?.revision
      ? [termOfRevision(leaf.template.revision)]
      : []),
  ];
  const words = new Set(textsOf(leaf).flatMap(wordsIn));
  return [...new Set(keys), ...[...words].slice(0, MOST_WORDS)];
}

// No word has an equals sign, so that a key is never found as one.
export function termOfGroup(group: string): string {
  return `group=${group.toLocaleLowerCase('en')}`;
}

export function termOfRevision(digest: string): string {
  return `revision=${digest}`;
}

/** What somebody looks for: each must be a term of the record as it is. */
export function termsOfText(text: string): string[] {
  return [...new Set(split(text).filter(isTerm))];
}

/** What is most likely looked for comes first. */
function textsOf(leaf: AuditLeaf): string[] {
  const { name, kind, namespace, cluster, uid, namespaceUid } = leaf.target;
  return [
    name,
    namespace,
    leaf.template?.ref,
    kind,
    cluster,
    uid,
    namespaceUid,
    leaf.reason,
    ...stringsIn(leaf.parameters),
  ].filter(
    text => text !== undefined && text.length <= LONGEST_TEXT,
  ) as string[];
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** The words of a text, and the parts of those that are put together. */
function wordsIn(text: string): string[] {
  return split(text.replace(USER_REFERENCES, ' '))
    .flatMap(word => [
      word,
      ...word.split(/[/:]+/),
      ...word.split(/[^\p{L}\p{N}]+/u),
    ])
    .filter(isTerm);
}

function split(text: string): string[] {
  return text
    .toLocaleLowerCase('en')
    .split(/[\s=,;()[\]{}"“”'’‘<>|]+/u)
    .map(word => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
}

function isTerm(word: string): boolean {
  return word.length > 1 && word.length <= LONGEST_TERM;
}

import { AuditDisclosure } from '@sandlot/plugin-environments-common';
import { AuditLeaf } from '../AuditEvent';
import { namesIn } from '../record/namesOf';

/** What is the actor's whatever it says. */
const OF_ACTOR = ['/actor/ref', '/actor/groups', '/source/'];

/**
 * What is left of a record's disclosures when a person is erased: not who they
 * were and where they asked from, where it was they who acted, and no text that
 * names them; a reason also not if it has their bare name.
 *
 * @param person - reference of a user, in small letters
 */
export function eraseFrom(
  leaf: AuditLeaf,
  disclosures: AuditDisclosure[],
  person: string,
): AuditDisclosure[] {
  const isActor = leaf.actor.ref.toLocaleLowerCase('en') === person;
  const name = person.slice(person.indexOf('/') + 1);
  return disclosures.filter(({ pointer, value }) => {
    if (isActor && OF_ACTOR.some(start => pointer.startsWith(start))) {
      return false;
    }
    const text = JSON.stringify(value);
    if (namesIn(text).includes(person)) return false;
    return !(pointer === '/reason' && hasWord(text, name));
  });
}

/** Whether a text calls somebody by the name of a reference. */
export function hasWord(text: string, name: string): boolean {
  return text
    .toLocaleLowerCase('en')
    .split(/[^\p{L}\p{N}._-]+/u)
    .some(word => word.replace(/[._-]+$/, '') === name);
}

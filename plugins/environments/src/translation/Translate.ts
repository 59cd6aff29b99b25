import { messages } from './messages';

type SlotIn<Text> = Text extends `${string}{{${infer Slot}}}${infer Rest}`
  ? Slot | SlotIn<Rest>
  : never;

/** Of each message its name and its slots. One with a form for each number has the name that they share. */
type Entry<Messages, Prefix extends string> = {
  [Key in keyof Messages & string]: Messages[Key] extends string
    ? Key extends `${infer Shared}_${'one' | 'other'}`
      ? [`${Prefix}${Shared}`, 'count' | SlotIn<Messages[Key]>]
      : [`${Prefix}${Key}`, SlotIn<Messages[Key]>]
    : Entry<Messages[Key], `${Prefix}${Key}.`>;
}[keyof Messages & string];

type Entries = Entry<typeof messages, ''>;
type Slots = { [One in Entries as One[0]]: One[1] };
type Bare = {
  [Name in keyof Slots]: [Slots[Name]] extends [never] ? Name : never;
}[keyof Slots];

/**
 * Gives the sentence with what is filled in. Backstage has a type for it too, which
 * knows formats and nesting and infers each call from all messages that there are: of so
 * many that takes the compiler minutes, and with elements in them it gives up.
 */
export interface Translate<Value, Result> {
  (name: Bare): Result;
  <Name extends keyof Slots>(
    name: Name,
    values: { [Slot in Slots[Name]]: Slot extends 'count' ? number : Value },
  ): Result;
}

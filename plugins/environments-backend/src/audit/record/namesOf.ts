/** References of users, such as `user:default/dana`, wherever they stand in a text. */
export const USER_REFERENCES = /\buser:[a-z0-9-_.]+\/[a-z0-9-_.]+/gi;

/** Whether a text holds the reference of a user. */
export function namesSomebody(text: string): boolean {
  return text.search(USER_REFERENCES) >= 0;
}

/** The users whose references a text holds, in small letters, each once. */
export function namesIn(text: string): string[] {
  const names = text.match(USER_REFERENCES) ?? [];
  return [...new Set(names.map(name => name.toLocaleLowerCase('en')))];
}

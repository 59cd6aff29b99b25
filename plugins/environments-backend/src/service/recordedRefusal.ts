const recorded = new WeakSet<Error>();

/** Marks a refusal that is in the log already, with what it was about: once is enough. */
export function asRecorded<E extends Error>(refusal: E): E {
  recorded.add(refusal);
  return refusal;
}

export function isRecorded(refusal: Error): boolean {
  return recorded.has(refusal);
}

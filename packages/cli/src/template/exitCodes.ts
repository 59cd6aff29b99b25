/** How the template commands end; the same for each of them. */
export const EXIT = {
  /** Nothing is wrong; of `diff`: nothing differs. */
  fine: 0,
  /** Faults were found, a case failed; of `diff`: something differs. */
  found: 1,
  /** Wrong usage, or something could not be read. */
  trouble: 2,
} as const;

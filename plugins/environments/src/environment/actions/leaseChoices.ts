const DAY_MS = 24 * 60 * 60 * 1000;

/** A new end of a lease that makes sense. */
export interface LeaseChoice {
  id: 'day' | 'week' | 'latest';
  /** In ISO 8601. */
  until: string;
}

/**
 * The ends to choose from, the nearest first; none where the template gives no
 * more.
 *
 * @param from - from when the new time counts
 * @param latest - the end that nobody but those without a limit may go beyond
 */
export function leaseChoices(
  from: Date,
  latest: string | undefined,
  isUnlimited: boolean,
): LeaseChoice[] {
  const after = (days: number) =>
    new Date(from.getTime() + days * DAY_MS).toISOString();
  const choices: LeaseChoice[] = [
    { id: 'day', until: after(1) },
    { id: 'week', until: after(7) },
  ];
  if (!latest) {
    return choices;
  }
  return [
    ...choices.filter(
      ({ until }) =>
        until !== latest &&
        (isUnlimited || Date.parse(until) < Date.parse(latest)),
    ),
    ...(Date.parse(latest) > from.getTime()
      ? [{ id: 'latest' as const, until: latest }]
      : []),
  ].sort((a, b) => Date.parse(a.until) - Date.parse(b.until));
}

import { Lease } from '@sandlot/plugin-environments-common';

/** What the portal promises about leases, the same for all environments. Times in seconds. */
export interface LeaseTerms {
  /** How long before an end people are told, the longest first. */
  warnBeforeSeconds: number[];
  /** How long what has expired can be restored. */
  restoreSeconds: number;
  /** Who must agree to more than a template gives, each of them; absent if only ops may give it. */
  approvers?: string[];
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const DEFAULT_LEASE_TERMS: LeaseTerms = {
  warnBeforeSeconds: [2 * DAY, 2 * HOUR, 30 * MINUTE],
  restoreSeconds: 7 * DAY,
};

const UNITS = { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/** @param text - as templates have it, such as `7d`: they are checked before */
export function durationSeconds(text: string): number {
  return (
    Number(text.slice(0, -1)) * UNITS[text.slice(-1) as keyof typeof UNITS]
  );
}

/** The `lease` of a template's spec. */
export interface LeaseOnOffer {
  default?: string;
  maximum?: string;
}

/** The ends of a lease; absent: there is none. */
export interface LeaseEnds {
  expiresAt?: Date;
  /** The latest that its owner may ask for. */
  latestEnd?: Date;
}

/**
 * The lease that somebody gets now. Without a default it lasts as long as it may;
 * without either it has no end, unless one is asked for.
 *
 * @param asked - the end that was asked for
 * @returns a sentence when that is no end to be had
 */
export function leaseFrom(
  now: Date,
  offer: LeaseOnOffer | undefined,
  asked?: Date,
): LeaseEnds | string {
  const after = (duration: string) =>
    new Date(now.getTime() + durationSeconds(duration) * 1000);
  const latestEnd = offer?.maximum ? after(offer.maximum) : undefined;
  const length = offer?.default ?? offer?.maximum;
  if (!asked)
    return { expiresAt: length ? after(length) : undefined, latestEnd };
  if (asked <= now) return 'The lease would have ended already';
  if (latestEnd && asked > latestEnd) {
    return `It can be had until ${latestEnd.toISOString()} at most`;
  }
  return { expiresAt: asked, latestEnd };
}

/** When people are told about an end, the earliest first. */
export function warningsBefore(
  end: Date,
  { warnBeforeSeconds }: Pick<LeaseTerms, 'warnBeforeSeconds'>,
): { leadSeconds: number; at: Date }[] {
  return [...warnBeforeSeconds]
    .sort((one, other) => other - one)
    .map(leadSeconds => ({
      leadSeconds,
      at: new Date(end.getTime() - leadSeconds * 1000),
    }));
}

/** A notice about an end: it was sent, or there was nobody to send it. */
export interface LeaseNotice {
  before: Lease['warnings'][number]['before'];
  endsAt: Date;
  leadSeconds: number;
  /** When it was first tried to send it. */
  triedAt: Date;
  sentAt?: Date;
}

/** Such as `7 days`, in the largest unit that it is a whole number of. */
export function inWords(seconds: number): string {
  const [word, unit] = (
    [
      ['day', DAY],
      ['hour', HOUR],
      ['minute', MINUTE],
      ['second', 1],
    ] as const
  ).find(([, length]) => seconds % length === 0)!;
  const count = seconds / unit;
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

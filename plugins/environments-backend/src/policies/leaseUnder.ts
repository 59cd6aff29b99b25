import { LeaseEnds, leaseFrom } from '../domain/lease';
import { Judgement } from './judgeRequest';

/**
 * The lease that somebody gets now, no longer than policies let it be.
 *
 * @param asked - the end that was asked for, as an instant of ISO 8601
 * @returns a sentence when that is no end to be had, with the policies' own messages
 */
export function leaseUnder(
  { lease, verdict }: Pick<Judgement, 'lease' | 'verdict'>,
  now: Date,
  asked: string | undefined,
): LeaseEnds | string {
  const ends = leaseFrom(now, lease, asked ? new Date(asked) : undefined);
  return typeof ends === 'string' && verdict.maximums.length > 0
    ? `${ends}. ${verdict.maximums
        .map(({ result }) => result.message)
        .join('. ')}`
    : ends;
}

import { endOn } from '../../format/day';
import { leaseChoices } from './leaseChoices';

const from = new Date('2026-11-22T12:00:00.000Z');
const day = { id: 'day', until: '2026-11-23T12:00:00.000Z' };
const week = { id: 'week', until: '2026-11-29T12:00:00.000Z' };

describe('the ends of a lease to choose from', () => {
  it('are a day and a week where the template sets no latest end', () => {
    expect(leaseChoices(from, undefined, false)).toEqual([day, week]);
  });

  it('go to the latest end, and beyond it for ops', () => {
    const until = '2026-11-25T12:00:00.000Z';
    const latest = { id: 'latest', until };
    expect(leaseChoices(from, until, false)).toEqual([day, latest]);
    expect(leaseChoices(from, until, true)).toEqual([day, latest, week]);
    expect(leaseChoices(from, day.until, false)).toEqual([
      { ...day, id: 'latest' },
    ]);
  });

  it('are none for the owner where the latest end is reached', () => {
    expect(leaseChoices(from, from.toISOString(), false)).toEqual([]);
    expect(leaseChoices(from, from.toISOString(), true)).toEqual([day, week]);
  });

  it('end with a day, but not after the latest end', () => {
    expect(endOn('2026-11-25', undefined)).toBe('2026-11-25T23:59:59.000Z');
    expect(endOn('2026-11-25', '2026-11-25T12:00:00.000Z')).toBe(
      '2026-11-25T12:00:00.000Z',
    );
  });
});

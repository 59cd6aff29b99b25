import { successPercent } from './successPercent';

describe('successPercent', () => {
  it.each([
    [0, 0, undefined],
    [10, 0, 100],
    [0, 3, 0],
    [47, 3, 94],
    [999, 1, 99],
    [1, 999, 1],
  ])('says of %d good and %d bad: %s', (succeeded, failed, percent) => {
    expect(successPercent({ succeeded, failed })).toBe(percent);
  });
});

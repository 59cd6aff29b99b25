import { cohortProblem, cohortSizes } from './cohorts';

const DEFAULTS = [
  { name: 'Canary', percent: 10 },
  { name: 'Half', percent: 50 },
  { name: 'All', percent: 100 },
];

describe('cohorts', () => {
  it.each([
    [0, [0, 0, 0]],
    [1, [1, 0, 0]],
    [6, [1, 2, 3]],
    [40, [4, 16, 20]],
  ])('divides %d environments into %j', (total, sizes) => {
    expect(cohortSizes(DEFAULTS, total)).toEqual(sizes);
  });

  it('says what is wrong with them', () => {
    const [canary, half, all] = DEFAULTS;
    expect(cohortProblem(DEFAULTS)).toBeUndefined();
    expect(cohortProblem([canary, { ...half, name: ' ' }, all])).toBe('name');
    expect(cohortProblem([canary, { ...half, name: 'All' }, all])).toBe('name');
    expect(cohortProblem([half, canary, all])).toBe('order');
    expect(cohortProblem([{ ...canary, percent: NaN }, all])).toBe('order');
    expect(cohortProblem([canary, half])).toBe('last');
  });
});

import type { PlainObject } from '../tree';

/** The ends of what a schema of numbers admits, the lowest first, or what lies at hand. */
export function numbersAt(schema: PlainObject): number[] {
  const isWhole = schema.type === 'integer';
  const numberOf = (keyword: string) =>
    typeof schema[keyword] === 'number' ? schema[keyword] : undefined;
  const step = numberOf('multipleOf') ?? 1;
  const up = (bound: number) => Math.ceil(bound / step) * step;
  const down = (bound: number) => Math.floor(bound / step) * step;
  const least = numberOf('minimum');
  const above = numberOf('exclusiveMinimum');
  const most = numberOf('maximum');
  const below = numberOf('exclusiveMaximum');
  const isStepped = isWhole || schema.multipleOf !== undefined;
  return [
    ...(least === undefined ? [] : [isStepped ? up(least) : least]),
    ...(above === undefined ? [] : [down(above) + step]),
    ...((least ?? above) === undefined ? [step] : []),
    ...(most === undefined ? [] : [isStepped ? down(most) : most]),
    ...(below === undefined ? [] : [up(below) - step]),
  ].filter(Number.isFinite);
}

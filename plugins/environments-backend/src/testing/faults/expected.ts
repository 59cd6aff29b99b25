/** @returns a sentence when it is not as it must be */
export function expected<T>(what: string, actual: T, wanted: T): string[] {
  return actual === wanted ? [] : [`${what} ${actual}, not ${wanted}`];
}

/** Nearest rank. */
export function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
}

/** Of the same quantile of both, with two decimals. */
export function ratio(over: number[], under: number[], q: number): string {
  return (quantile(over, q) / quantile(under, q)).toFixed(2);
}

/** The whole range, as in `1.93 to 2.10`. */
export function spread(values: number[]): string {
  return `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(
    2,
  )}`;
}

/** "a", "a and b", "a, b and c". */
export function list(words: string[]): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

/** "1 pod", "20 pods". */
export function count(value: unknown, noun: string): string {
  return `${value} ${noun}${String(value) === '1' ? '' : 's'}`;
}

/** A Kubernetes quantity of CPU: `500m` is "0.5 CPU". */
export function cpu(quantity: unknown): string {
  const text = String(quantity);
  const amount = text.endsWith('m')
    ? String(Number(text.slice(0, -1)) / 1000)
    : text;
  return `${amount} CPU`;
}

/** A Kubernetes quantity of bytes: `8Gi` is "8 GiB". */
export function bytes(quantity: unknown): string {
  return String(quantity).replace(
    /^([\d.]+)([KMGTPE]i?|k)?$/,
    (_, amount, unit = '') => `${amount} ${unit}B`,
  );
}

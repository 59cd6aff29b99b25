/**
 * A new idempotency key. Not `crypto.randomUUID`, which a page that came over
 * plain http does not have.
 */
export function newRequestKey(): string {
  return randomHex(16);
}

/**
 * A name that is most likely free, such as `service-sandbox-3f9a`.
 *
 * @param template - name of the template
 */
export function suggestName(template: string): string {
  const stem = template
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 34);
  return `${stem || 'environment'}-${randomHex(2)}`.replace(/-+/g, '-');
}

function randomHex(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

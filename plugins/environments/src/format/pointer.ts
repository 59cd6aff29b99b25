/** The segments of a JSON Pointer, unescaped. */
export function pointerSegments(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(segment => segment.replace(/~1/g, '/').replace(/~0/g, '~'));
}

/**
 * A JSON Pointer as one would write it in code:
 * `spec.containers[0].image`, `metadata.labels["app.kubernetes.io/name"]`.
 */
export function formatPointer(pointer: string): string {
  return pointerSegments(pointer)
    .map((segment, index) => {
      if (/^\d+$/.test(segment)) {
        return `[${segment}]`;
      }
      // An item of a list may stand there by its key: `containers[name=web]`.
      if (!/^[\w-]+(\[[^\]]+\])?$/.test(segment)) {
        return `[${JSON.stringify(segment)}]`;
      }
      return index === 0 ? segment : `.${segment}`;
    })
    .join('');
}

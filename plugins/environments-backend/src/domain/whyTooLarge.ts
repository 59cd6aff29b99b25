import { KubernetesObject } from '@sandlot/plugin-environments-node';

/**
 * A check's loops go over the lists and maps of its object, and the object is its
 * owner's to change: without bounds a config map of a hundred thousand keys would
 * keep the backend busy for seconds at each look.
 */
const MOST_ITEMS = 500;
const MOST_CHARACTERS = 512 * 1024;

/**
 * Why an object is more than a check looks at, in words.
 *
 * @returns undefined if it is not
 */
export function whyTooLarge(object: KubernetesObject): string | undefined {
  const { kind, metadata } = object;
  let characters = 0;
  const visit = (value: unknown, path: string): string | undefined => {
    if (typeof value === 'string') {
      characters += value.length;
      return characters > MOST_CHARACTERS
        ? `${kind} ${metadata.name} has more text than the ${MOST_CHARACTERS} characters that a check looks at`
        : undefined;
    }
    if (typeof value !== 'object' || value === null) return undefined;
    const items = Object.entries(value);
    if (items.length > MOST_ITEMS) {
      return `${kind} ${metadata.name} has ${items.length} items at ${path}, and a check looks at no more than ${MOST_ITEMS}`;
    }
    for (const [key, item] of items) {
      characters += Array.isArray(value) ? 0 : key.length;
      const excess = visit(item, `${path}/${key}`);
      if (excess) return excess;
    }
    return undefined;
  };
  return visit(object, '');
}

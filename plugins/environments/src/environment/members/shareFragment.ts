/** Before the code, in the fragment of an address: browsers send that to no server. */
export const SHARE_FRAGMENT = 'share=';

/** @param hash - with its `#`, or empty */
export function shareCodeIn(hash: string): string | undefined {
  const fragment = hash.replace(/^#/, '');
  return fragment.startsWith(SHARE_FRAGMENT)
    ? fragment.slice(SHARE_FRAGMENT.length) || undefined
    : undefined;
}

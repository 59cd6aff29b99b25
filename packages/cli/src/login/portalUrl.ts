const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The portal's address as logins are kept under it.
 *
 * @throws Error for one to which a token would go in the clear
 */
export function portalUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe =
    url?.protocol === 'https:' ||
    (url?.protocol === 'http:' && LOOPBACK.includes(url.hostname));
  if (!url || !isSafe || url.username || url.password) {
    throw new Error(
      `--portal: expected the address of a portal, such as https://portal.example.com, or http:// on this machine, got ${text}`,
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

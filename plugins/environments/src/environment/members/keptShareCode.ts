import { shareCodeIn } from './shareFragment';

const PREFIX = 'sandlot-share:';
/** The page of an environment, wherever an app has it. */
const PAGE = /\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/i;
/** 192 bits in base64url: what other plugins have there is left to them. */
const CODE = /^[\w-]{32}$/;
/** For a browser that keeps nothing, until the page is left. */
const inMemory = new Map<string, string>();

/**
 * Keeps the code of a share link over a sign-in, in this tab and on this machine alone:
 * a sign-in that leaves the portal sends the page's whole address, fragment and all.
 *
 * @param pathname - of the page that it opens
 * @returns whether there was one, which the address needs no longer
 */
export function keepShareCode(pathname: string, hash: string): boolean {
  const id = PAGE.exec(pathname)?.[1];
  const code = shareCodeIn(hash);
  if (!id || !code || !CODE.test(code)) return false;
  try {
    sessionStorage.setItem(PREFIX + id, code);
  } catch {
    inMemory.set(id, code);
  }
  return true;
}

/** @param id - of the environment */
export function keptShareCode(id: string): string | undefined {
  try {
    return sessionStorage.getItem(PREFIX + id) ?? inMemory.get(id);
  } catch {
    return inMemory.get(id);
  }
}

/** It was handed in, whatever came of it. */
export function forgetShareCode(id: string): void {
  inMemory.delete(id);
  try {
    sessionStorage.removeItem(PREFIX + id);
  } catch {
    // There is nothing, then.
  }
}

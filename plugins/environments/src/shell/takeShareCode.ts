import { keepShareCode } from '../environment/members/keptShareCode';

/**
 * Takes the code of a share link out of the address with which the app was opened, before
 * anything of the app has read it: in the old frontend system the sign-in stands in the place of all
 * pages, and one that leaves the portal sends the address along.
 */
export function takeShareCode(): void {
  if (typeof window === 'undefined') return;
  const { pathname, search, hash } = window.location;
  if (keepShareCode(pathname, hash)) {
    // In the place of the entry that has it.
    window.history.replaceState(window.history.state, '', pathname + search);
  }
}

import { useCallback, useState } from 'react';

const PREFIX = 'sandlot.workbench:';

/** A text that one works at; it outlives a reload of the browser tab. */
export interface Draft {
  /** Undefined if there is none. */
  text: string | undefined;
  set(text: string): void;
  discard(): void;
}

/**
 * @param key - what is worked at: each has a draft of its own
 */
export function useDraft(key: string): Draft {
  const name = `${PREFIX}${key}`;
  const [text, setText] = useState(() => read(name));
  return {
    text,
    set: useCallback(
      (next: string) => {
        setText(next);
        write(name, next);
      },
      [name],
    ),
    discard: useCallback(() => {
      setText(undefined);
      write(name, undefined);
    }, [name]),
  };
}

/** A browser may refuse its storage; then a draft is gone with the page. */
function read(name: string): string | undefined {
  try {
    return sessionStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(name: string, text: string | undefined) {
  try {
    if (text === undefined) {
      sessionStorage.removeItem(name);
    } else {
      sessionStorage.setItem(name, text);
    }
  } catch {
    // What is on the page is still there.
  }
}

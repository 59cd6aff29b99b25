import { RefObject, useEffect, useRef, useState } from 'react';

/** How wide an element is, in pixels; a guess until it is there. */
export function useWidth<T extends HTMLElement>(
  guess: number,
): [RefObject<T>, number] {
  const element = useRef<T>(null);
  const [width, setWidth] = useState(guess);
  useEffect(() => {
    if (!element.current || typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    const observer = new ResizeObserver(([{ contentRect }]) =>
      setWidth(Math.max(1, Math.floor(contentRect.width))),
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}

import { RefObject, useEffect, useState } from 'react';

/** On which sides of something that scrolls sideways there is more of it. */
export interface HiddenSides {
  before: boolean;
  after: boolean;
}

const NONE: HiddenSides = { before: false, after: false };
/** Positions are fractions of a pixel where somebody zooms. */
const TOLERANCE_PX = 1;

/** Followed while it is scrolled, and while it or what is in it gets another size. */
export function useHiddenSides(element: RefObject<HTMLElement>): HiddenSides {
  const [sides, setSides] = useState(NONE);

  useEffect(() => {
    const scroller = element.current;
    if (!scroller) return undefined;
    const look = () => {
      const { scrollWidth, clientWidth } = scroller;
      // Less than nothing where people read from right to left.
      const scrolled = Math.abs(scroller.scrollLeft);
      const before = scrolled > TOLERANCE_PX;
      const after = scrollWidth - clientWidth - scrolled > TOLERANCE_PX;
      setSides(last =>
        last.before === before && last.after === after
          ? last
          : { before, after },
      );
    };
    look();
    scroller.addEventListener('scroll', look, { passive: true });
    const observer =
      typeof ResizeObserver === 'undefined'
        ? undefined
        : new ResizeObserver(look);
    observer?.observe(scroller);
    for (const child of scroller.children) observer?.observe(child);
    return () => {
      scroller.removeEventListener('scroll', look);
      observer?.disconnect();
    };
  }, [element]);

  return sides;
}

import { KeyboardEvent, useState } from 'react';

/** Buckets that somebody points at: where they began and where they are. */
interface Selection {
  anchor: number;
  head: number;
}

/**
 * Selects a run of buckets by dragging, or by arrows, Shift and Enter.
 *
 * @param onSelect - gets the first and the last, in no order
 */
export function useRangeSelection(
  count: number,
  onSelect: (one: number, other: number) => void,
) {
  const [selection, setSelection] = useState<Selection>();
  const [isDragging, setDragging] = useState(false);
  const last = count - 1;

  function move(to: number, isExtended: boolean) {
    const head = Math.min(last, Math.max(0, to));
    setSelection({
      anchor: isExtended ? selection?.anchor ?? head : head,
      head,
    });
  }

  function onKeyDown(event: KeyboardEvent) {
    const head = selection?.head ?? last;
    const targets: Record<string, number> = {
      ArrowLeft: head - 1,
      ArrowRight: head + 1,
      Home: 0,
      End: last,
    };
    if (event.key in targets) {
      event.preventDefault();
      move(targets[event.key], event.shiftKey);
    } else if ((event.key === 'Enter' || event.key === ' ') && selection) {
      event.preventDefault();
      onSelect(selection.anchor, selection.head);
      setSelection(undefined);
    } else if (event.key === 'Escape') {
      setSelection(undefined);
    }
  }

  return {
    head: selection?.head,
    isSelected: (index: number) =>
      selection !== undefined &&
      index >= Math.min(selection.anchor, selection.head) &&
      index <= Math.max(selection.anchor, selection.head),
    onKeyDown,
    onFocus: () => selection === undefined && move(last, false),
    onBlur: () => !isDragging && setSelection(undefined),
    onDown(index: number) {
      setDragging(true);
      setSelection({ anchor: index, head: index });
    },
    onOver(index: number) {
      if (isDragging) {
        move(index, true);
      }
    },
    onUp() {
      if (isDragging && selection) {
        onSelect(selection.anchor, selection.head);
      }
      setDragging(false);
      setSelection(undefined);
    },
    onLeave() {
      setDragging(false);
      setSelection(undefined);
    },
  };
}

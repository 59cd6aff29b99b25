import { ReactNode, useRef } from 'react';
import { useHiddenSides } from '../hooks/useHiddenSides';
import { useTranslation } from '../hooks/useTranslation';
import styles from './SidewaysScroll.module.css';

/**
 * Room for something that may be wider than the page. While it is, its edges say so, it has
 * a name, and the arrow keys move it; otherwise it is not in the way of anybody.
 */
export function SidewaysScroll(props: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  const { label, className, children } = props;
  const t = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const { before, after } = useHiddenSides(scroller);
  const isScrollable = before || after;
  return (
    <div
      className={styles.frame}
      data-before={before || undefined}
      data-after={after || undefined}
    >
      <div
        ref={scroller}
        className={[styles.scroll, className].filter(Boolean).join(' ')}
        role={isScrollable ? 'region' : undefined}
        aria-label={isScrollable ? t('common.sideways', { label }) : undefined}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={isScrollable ? 0 : undefined}
      >
        {children}
      </div>
    </div>
  );
}

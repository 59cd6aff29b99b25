import styles from './CodeBlock.module.css';

/** Text as it is, that one can scroll with the keyboard too. */
export function CodeBlock(props: { label: string; children: string }) {
  return (
    <pre
      className={styles.block}
      role="region"
      aria-label={props.label}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      {props.children}
    </pre>
  );
}

import { useTranslation } from '../hooks/useTranslation';
import styles from './CommandLine.module.css';
import { CopyButton } from './CopyButton';

/** One line for a terminal, with its copy button. */
export function CommandLine(props: { command: string }) {
  const { command } = props;
  const t = useTranslation();
  return (
    <div className={styles.line}>
      <code className={styles.command}>{command}</code>
      <CopyButton
        text={command}
        aria-label={t('environment.access.copyCommand', { command })}
      />
    </div>
  );
}

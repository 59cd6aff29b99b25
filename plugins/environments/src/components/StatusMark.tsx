import {
  RiAlertFill,
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiLoader4Line,
  RiCircleLine,
} from '@remixicon/react';
import styles from './StatusMark.module.css';

/** How it stands: the words say it, the sign and its colour only help. */
export type Tone = 'success' | 'danger' | 'warning' | 'active' | 'neutral';

const ICONS = {
  success: RiCheckboxCircleFill,
  danger: RiCloseCircleFill,
  warning: RiAlertFill,
  active: RiLoader4Line,
  neutral: RiCircleLine,
};

export function StatusMark(props: { tone: Tone; children: string }) {
  const Icon = ICONS[props.tone];
  return (
    <span className={`${styles.mark} ${styles[props.tone]}`}>
      <Icon size={16} aria-hidden="true" />
      {props.children}
    </span>
  );
}

import { ApprovalRequirement } from '@sandlot/plugin-environments-common';
import { EntityName } from '../components/EntityName';
import { Words } from '../components/Words';
import { useRichTranslation, useTranslation } from '../hooks/useTranslation';
import styles from './policies.module.css';
import { usePolicyText } from './usePolicyText';

/** Who must agree, how many of them, and which rule wants it. */
export function RequirementList(props: {
  requirements: ApprovalRequirement[];
}) {
  const t = useTranslation();
  const rich = useRichTranslation();
  const { whose } = usePolicyText();
  return (
    <ul className={styles.list} aria-label={t('policies.needed.title')}>
      {props.requirements.map(({ by, count, policy, source, message }) => (
        <li key={by} className={styles.item}>
          <strong>
            {rich('policies.needed.people', {
              count,
              by: <EntityName entityRef={by} />,
            })}
          </strong>
          <span>
            <Words>{message}</Words>
          </span>
          <span className={styles.whose}>
            {whose({ name: policy, source })}
          </span>
        </li>
      ))}
    </ul>
  );
}

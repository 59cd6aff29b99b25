import {
  Button,
  ButtonIcon,
  NumberField,
  Text,
  TextField,
} from '@backstage/ui';
import { RiCloseLine } from '@remixicon/react';
import { useTranslation } from '../../hooks/useTranslation';
import { CohortDraft, CohortProblem, cohortSizes } from './cohorts';
import styles from './CohortFields.module.css';

/** As the contract has it. */
const MAXIMUM = 10;

/** The steps of a rollout, each with how many environments come with it. */
export function CohortFields(props: {
  cohorts: CohortDraft[];
  /** How many environments there are; undefined while that is unknown. */
  total: number | undefined;
  problem: CohortProblem | undefined;
  onChange: (cohorts: CohortDraft[]) => void;
}) {
  const { cohorts, total, problem, onChange } = props;
  const t = useTranslation();
  const sizes = total === undefined ? [] : cohortSizes(cohorts, total);

  function change(index: number, changes: Partial<CohortDraft>) {
    onChange(
      cohorts.map((cohort, other) =>
        other === index ? { ...cohort, ...changes } : cohort,
      ),
    );
  }

  return (
    <fieldset className={styles.cohorts}>
      <Text as="legend" weight="bold">
        {t('rollouts.start.cohorts')}
      </Text>
      <Text as="p" variant="body-small" color="secondary">
        {t('rollouts.start.cohortsHelp')}
      </Text>
      <div className={styles.cohort} aria-hidden="true">
        <span>{t('rollouts.start.nameShort')}</span>
        <span>{t('rollouts.start.percentShort')}</span>
      </div>
      {cohorts.map(({ name, percent }, index) => (
        // A cohort has nothing of its own but its place.
        // eslint-disable-next-line react/no-array-index-key
        <div key={index} className={styles.cohort}>
          <TextField
            aria-label={t('rollouts.start.name', { number: String(index + 1) })}
            value={name}
            maxLength={60}
            onChange={next => change(index, { name: next })}
          />
          <NumberField
            aria-label={t('rollouts.start.percent', {
              number: String(index + 1),
            })}
            value={percent}
            minValue={1}
            maxValue={100}
            step={1}
            onChange={next => change(index, { percent: next })}
          />
          <span className={styles.size}>
            {sizes[index] !== undefined &&
              t('rollouts.start.environments', { count: sizes[index] })}
          </span>
          <ButtonIcon
            variant="tertiary"
            icon={<RiCloseLine />}
            aria-label={t('rollouts.start.remove', {
              number: String(index + 1),
            })}
            isDisabled={cohorts.length === 1}
            onPress={() =>
              onChange(cohorts.filter((_, other) => other !== index))
            }
          />
        </div>
      ))}
      <div aria-live="polite">
        {problem && (
          <p className={styles.problem}>
            {t(`rollouts.start.problem.${problem}`)}
          </p>
        )}
      </div>
      {cohorts.length < MAXIMUM && (
        <div>
          <Button
            variant="tertiary"
            size="small"
            onPress={() => onChange([...cohorts, { name: '', percent: 100 }])}
          >
            {t('rollouts.start.add')}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

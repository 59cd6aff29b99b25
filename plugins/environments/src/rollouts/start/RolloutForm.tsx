import {
  Button,
  Checkbox,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  NumberField,
  Select,
  Text,
} from '@backstage/ui';
import { TemplateRevision } from '@sandlot/plugin-environments-common';
import { FormEvent } from 'react';
import { ErrorNotice } from '../../components/ErrorNotice';
import { shortDigest } from '../../format/digest';
import { formatUtc } from '../../format/time';
import { useLinks } from '../../hooks/useLinks';
import { useTranslation } from '../../hooks/useTranslation';
import { useNavigate } from '../../router';
import { CohortFields } from './CohortFields';
import { useAllEnvironments } from './useAllEnvironments';
import { useRolloutForm } from './useRolloutForm';

const MAXIMUM_FAILURES = 100;

/** To which revision, in what steps, and when it stops by itself. */
export function RolloutForm(props: {
  template: string;
  revisions: TemplateRevision[];
  onClose: () => void;
}) {
  const { template, revisions, onClose } = props;
  const t = useTranslation();
  const links = useLinks();
  const navigate = useNavigate();
  const form = useRolloutForm(template, revisions, ({ id }) =>
    navigate(links.rollout(id)),
  );
  const { values, set } = form;
  const environments = useAllEnvironments(template);
  const due = environments.data?.filter(
    environment => environment.template.revision !== values.revision,
  );
  const isGood =
    !form.problem && !form.isHalted && values.pauseAfterFailures >= 1;

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (isGood && !form.isSending) {
      form.submit();
    }
  }

  return (
    <form onSubmit={onSubmit} noValidate>
      <DialogHeader>{t('rollouts.start.title')}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          <Select
            label={t('rollouts.start.revision')}
            value={values.revision}
            options={revisions.map(({ digest, isCurrent, firstSeenAt }) => ({
              id: digest,
              label: isCurrent
                ? t('templates.compare.optionCurrent', {
                    revision: shortDigest(digest),
                  })
                : t('templates.compare.option', {
                    revision: shortDigest(digest),
                    time: formatUtc(firstSeenAt),
                  }),
            }))}
            onChange={key => set({ revision: String(key) })}
          />
          {form.isHalted && (
            <Text as="p" role="alert" color="danger">
              {t('rollouts.start.halted')}
            </Text>
          )}
          {environments.error ? (
            <ErrorNotice
              error={environments.error}
              onRetry={environments.refresh}
            />
          ) : (
            <DueSummary due={due} />
          )}
          <CohortFields
            cohorts={values.cohorts}
            total={due?.length}
            problem={form.problem}
            onChange={cohorts => set({ cohorts })}
          />
          <NumberField
            label={t('rollouts.start.pauseAfter')}
            value={values.pauseAfterFailures}
            minValue={1}
            maxValue={MAXIMUM_FAILURES}
            step={1}
            onChange={pauseAfterFailures => set({ pauseAfterFailures })}
          />
          <Checkbox
            isSelected={values.waitBetweenCohorts}
            onChange={waitBetweenCohorts => set({ waitBetweenCohorts })}
          >
            {t('rollouts.start.wait')}
          </Checkbox>
          {form.error && (
            <ErrorNotice
              error={form.error}
              title={t('rollouts.start.failed')}
            />
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('rollouts.start.cancel')}
        </Button>
        <Button
          type="submit"
          variant="primary"
          isDisabled={!isGood || form.isSending || due?.length === 0}
        >
          {t('rollouts.start.submit')}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** For how many environments it is, and how many it leaves alone. */
function DueSummary(props: { due: { hold?: unknown }[] | undefined }) {
  const { due } = props;
  const t = useTranslation();
  const held = due?.filter(({ hold }) => hold).length ?? 0;

  function sentences() {
    if (!due) {
      return [t('rollouts.start.counting')];
    }
    if (due.length === 0) {
      return [t('rollouts.start.summaryNone')];
    }
    return [
      t('rollouts.start.summary', { count: due.length }),
      ...(held > 0 ? [t('rollouts.start.held', { count: held })] : []),
    ];
  }
  return (
    <Text as="p" role="status">
      {sentences().join(' ')}
    </Text>
  );
}

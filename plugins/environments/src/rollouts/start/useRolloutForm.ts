import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import { Rollout, TemplateRevision } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { environmentsApiRef } from '../../api';
import { useSendOnce } from '../../hooks/useSendOnce';
import { useTranslation } from '../../hooks/useTranslation';
import { CohortDraft, cohortProblem } from './cohorts';

/** What stands in the dialog, and the sending of it. */
export function useRolloutForm(
  template: string,
  revisions: TemplateRevision[],
  onStarted: (rollout: Rollout) => void,
) {
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  const [values, setValues] = useState(() => ({
    revision: (revisions.find(({ isCurrent }) => isCurrent) ?? revisions[0])
      .digest,
    cohorts: [
      { name: t('rollouts.start.defaults.canary'), percent: 10 },
      { name: t('rollouts.start.defaults.half'), percent: 50 },
      { name: t('rollouts.start.defaults.all'), percent: 100 },
    ] as CohortDraft[],
    pauseAfterFailures: 1,
    waitBetweenCohorts: false,
  }));
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error>();
  // The same dialog makes one rollout, however often its answer gets lost.
  const sendOnce = useSendOnce();

  async function submit() {
    const request = {
      template,
      ...values,
      cohorts: values.cohorts.map(({ name, percent }) => ({
        name: name.trim(),
        percent,
      })),
    };
    setSending(true);
    try {
      const { rollout } = await sendOnce(request, key =>
        api.createRollout(request, key),
      );
      onStarted(rollout);
    } catch (refusal) {
      setError(toError(refusal));
      setSending(false);
    }
  }

  return {
    values,
    problem: cohortProblem(values.cohorts),
    isHalted: Boolean(
      revisions.find(({ digest }) => digest === values.revision)?.halted,
    ),
    isSending,
    error,
    submit,
    set: (changes: Partial<typeof values>) =>
      setValues(previous => ({ ...previous, ...changes })),
  };
}

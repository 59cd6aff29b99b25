import { PolicyResult, entityName } from '@sandlot/plugin-environments-common';
import { Tone } from '../components/StatusMark';
import { useTranslation } from '../hooks/useTranslation';

/** Policies in words: whose they are, and what comes of them. */
export function usePolicyText() {
  const t = useTranslation();

  function outcome(
    result: PolicyResult,
    all: PolicyResult[],
  ): { tone: Tone; text: string } {
    const { effect, applied, problem } = result;
    if (problem !== undefined) {
      return { tone: 'danger', text: t('policies.outcome.undecided') };
    }
    if (closes(result, all)) {
      return { tone: 'danger', text: t('policies.outcome.closed') };
    }
    if (!applied) {
      return { tone: 'neutral', text: t('policies.outcome.notApplied') };
    }
    switch (effect) {
      case 'deny':
        return { tone: 'danger', text: t('policies.outcome.deny') };
      case 'allow':
        return { tone: 'success', text: t('policies.outcome.allow') };
      case 'requireApproval':
        return {
          tone: 'warning',
          text: t('policies.outcome.requireApproval', {
            by: entityName(result.by ?? ''),
            count: result.count ?? 1,
          }),
        };
      case 'shortenLease':
        return {
          tone: 'warning',
          text: t('policies.outcome.shortenLease', {
            maximum: result.maximum ?? '',
          }),
        };
      default:
        return {
          tone: 'warning',
          text: t('policies.outcome.forceAddOn', {
            addOn: result.addOn ?? '',
          }),
        };
    }
  }

  return {
    outcome,
    whose: ({ name, source }: Pick<PolicyResult, 'name' | 'source'>) =>
      t(`policies.whose.${source}`, { name }),
  };
}

/** Whether it says something about the request: it applies, or nothing opens what it closes. */
export function hasSay(result: PolicyResult, all: PolicyResult[]): boolean {
  return result.applied || closes(result, all);
}

/** Where an owner allows some things, what none of its policies allows is refused. */
function closes(result: PolicyResult, all: PolicyResult[]): boolean {
  return (
    result.effect === 'allow' &&
    !all.some(
      ({ source, effect, applied }) =>
        source === result.source && effect === 'allow' && applied,
    )
  );
}

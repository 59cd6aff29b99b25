import { Preview, Problem } from '@sandlot/plugin-environments-common';
import { DateField } from '../components/DateField';
import { dayFromNow, endOn } from '../format/day';
import { formatUtc } from '../format/time';
import { useTranslation } from '../hooks/useTranslation';
import { FieldProblems, problemsId } from './FieldProblems';
import { problemsAt } from './problems';
import { CreateForm } from './useCreateForm';

/** Another end of the lease than the template has it. */
export function LeaseField(props: {
  form: CreateForm;
  lease: Preview['lease'];
  problems: Problem[];
  isDisabled?: boolean;
}) {
  const { form, lease, problems, isDisabled } = props;
  const { expiresAt } = form.values;
  const t = useTranslation();
  const found = problemsAt(problems, '/expiresAt');

  function change(day: string) {
    form.change(
      { expiresAt: day ? endOn(day, lease?.latest) : undefined },
      '/expiresAt',
    );
  }

  return (
    <FieldProblems id="expires-at" problems={found}>
      <DateField
        label={t('create.lease.end')}
        description={
          lease?.latest
            ? t('create.lease.helpLatest', { time: formatUtc(lease.latest) })
            : t('create.lease.help')
        }
        value={expiresAt?.slice(0, 10) ?? ''}
        min={dayFromNow(0)}
        max={lease?.latest?.slice(0, 10)}
        isDisabled={isDisabled}
        isInvalid={Boolean(found?.length)}
        problemsId={problemsId('expires-at')}
        onChange={change}
      />
    </FieldProblems>
  );
}

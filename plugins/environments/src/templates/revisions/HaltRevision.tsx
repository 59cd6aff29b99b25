import { useApi } from '@backstage/frontend-plugin-api';
import { environmentsApiRef } from '../../api';
import { ReasonDialog } from '../../components/ReasonDialog';
import { shortDigest } from '../../format/digest';
import { useTranslation } from '../../hooks/useTranslation';

interface RevisionAct {
  digest: string;
  onChanged: () => void;
}

/** Stops the line. */
export function HaltRevision(props: RevisionAct) {
  const { digest, onChanged } = props;
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  const revision = shortDigest(digest);
  return (
    <ReasonDialog
      size="small"
      action={t('templates.halt.action')}
      label={t('templates.halt.actionFor', { revision })}
      title={t('templates.halt.title', { revision })}
      description={t('templates.halt.description')}
      failed={t('templates.halt.failed')}
      isDestructive
      act={async reason => {
        await api.haltTemplateRevision(digest, { reason });
        onChanged();
      }}
    />
  );
}

/** Lets a halted revision be used again. */
export function ResumeRevision(props: RevisionAct) {
  const { digest, onChanged } = props;
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  const revision = shortDigest(digest);
  return (
    <ReasonDialog
      size="small"
      action={t('templates.resume.action')}
      label={t('templates.resume.actionFor', { revision })}
      title={t('templates.resume.title', { revision })}
      description={t('templates.resume.description')}
      failed={t('templates.resume.failed')}
      act={async reason => {
        await api.resumeTemplateRevision(digest, { reason });
        onChanged();
      }}
    />
  );
}

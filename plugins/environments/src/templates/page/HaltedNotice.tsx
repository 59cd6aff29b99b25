import { Alert, Text } from '@backstage/ui';
import { Halted, entityName } from '@sandlot/plugin-environments-common';
import { shortDigest } from '../../format/digest';
import { formatUtc } from '../../format/time';
import { useMayManageTemplates } from '../../hooks/useMayManageTemplates';
import { useTranslation } from '../../hooks/useTranslation';
import { ResumeRevision } from '../revisions/HaltRevision';

/** That the current revision is halted, why, and how it goes on. */
export function HaltedNotice(props: {
  halted: Halted;
  revision: string;
  onChanged: () => void;
}) {
  const { halted, revision, onChanged } = props;
  const t = useTranslation();
  const mayManage = useMayManageTemplates();
  return (
    <Alert
      role="status"
      status="warning"
      icon
      title={t('templates.halted.title', { revision: shortDigest(revision) })}
      description={
        <>
          <Text as="p">
            {t('templates.halted.since', {
              time: formatUtc(halted.since),
              by: entityName(halted.by),
              reason: halted.reason,
            })}
          </Text>
          <Text as="p">{t('templates.halted.means')}</Text>
        </>
      }
      customActions={
        mayManage && <ResumeRevision digest={revision} onChanged={onChanged} />
      }
    />
  );
}

import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { ButtonLink, Link } from '@backstage/ui';
import { TemplateReport } from '@sandlot/plugin-environments-common';
import { Digest } from '../../components/Digest';
import { EntityName } from '../../components/EntityName';
import { PlaceHead } from '../../components/PlaceHead';
import { Time } from '../../components/Time';
import { toTemplateKey } from '../../format/entityRef';
import { sourceAddress } from '../../format/sourceAddress';
import { useLinks } from '../../hooks/useLinks';
import { useMayManageTemplates } from '../../hooks/useMayManageTemplates';
import { useTranslation } from '../../hooks/useTranslation';
import { TemplateStateMark } from '../list/TemplateStateMark';

/** Title, state in words, and whose it is, from where, how much runs on it. */
export function TemplateHead(props: { report: TemplateReport }) {
  const { report } = props;
  const { ref, title, owner, revision, changedAt, sourceLocation } = report;
  const t = useTranslation();
  const links = useLinks();
  const toEntity = useEntityRefLink();
  const mayManage = useMayManageTemplates();
  const address = sourceLocation && sourceAddress(sourceLocation);

  return (
    <PlaceHead
      title={title}
      actions={
        mayManage && (
          <ButtonLink
            variant="secondary"
            href={links.workbench(toTemplateKey(ref))}
          >
            {t('templates.head.workbench')}
          </ButtonLink>
        )
      }
      facts={[
        [t('templates.head.state'), <TemplateStateMark report={report} />],
        [t('templates.head.owner'), <EntityName entityRef={owner} />],
        [
          t('templates.head.revision'),
          revision ? <Digest value={revision} /> : t('templates.head.none'),
        ],
        [t('templates.head.changed'), <Time value={changedAt} />],
        [
          t('templates.head.source'),
          address ? (
            <Link href={address}>{address.replace(/^https?:\/\//, '')}</Link>
          ) : (
            sourceLocation
          ),
        ],
        [
          t('templates.head.catalog'),
          report.state === 'withdrawn' ? undefined : (
            <Link href={toEntity(ref)}>{t('templates.head.openCatalog')}</Link>
          ),
        ],
        [
          t('audit.title'),
          links.audit && (
            <Link href={links.audit({ template: ref })}>
              {t('templates.head.audit')}
            </Link>
          ),
        ],
      ]}
    />
  );
}

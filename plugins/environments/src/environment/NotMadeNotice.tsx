import { Alert, ButtonLink } from '@backstage/ui';
import { Environment, entityName } from '@sandlot/plugin-environments-common';
import { toTemplateKey } from '../format/entityRef';
import { useLinks } from '../hooks/useLinks';
import { useMayCreate } from '../hooks/useMayCreate';
import { useTranslation } from '../hooks/useTranslation';

/** That somebody refused it, and why, or that nobody decided in time. */
export function NotMadeNotice(props: { environment: Environment }) {
  const { template } = props.environment;
  // What was refused of one that lived is in its activity.
  const approvals = (props.environment.approvals ?? []).filter(
    ({ change }) => !change,
  );
  const t = useTranslation();
  const links = useLinks();
  const mayCreate = useMayCreate();
  const refused = approvals.find(({ state }) => state === 'rejected');
  const expired = approvals.find(({ state }) => state === 'expired');
  const rejection = refused?.decisions.find(
    ({ decision }) => decision === 'reject',
  );
  if (!refused && !expired) {
    return null;
  }
  return (
    <Alert
      role="status"
      status="warning"
      icon
      title={
        refused
          ? t('approvals.notMade.rejected', {
              by: entityName(rejection?.by ?? refused.requirement.by),
            })
          : t('approvals.notMade.expired', {
              by: entityName(expired!.requirement.by),
            })
      }
      description={[rejection?.reason, t('approvals.notMade.next')]
        .filter(Boolean)
        .join(' · ')}
      customActions={
        mayCreate && (
          <ButtonLink
            variant="secondary"
            href={links.create(toTemplateKey(template.ref))}
          >
            {t('approvals.notMade.again')}
          </ButtonLink>
        )
      }
    />
  );
}

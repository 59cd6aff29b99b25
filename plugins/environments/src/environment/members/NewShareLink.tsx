import { Alert, Text } from '@backstage/ui';
import { NewShare } from '@sandlot/plugin-environments-common';
import { CopyButton } from '../../components/CopyButton';
import { useLinks } from '../../hooks/useLinks';
import { useTranslation } from '../../hooks/useTranslation';
import { useHref } from '../../router';
import { SHARE_FRAGMENT } from './shareFragment';

/** A link that was just made: the only time that it can be copied. */
export function NewShareLink(props: { environmentId: string; made: NewShare }) {
  const { environmentId, made } = props;
  const { share, code } = made;
  const t = useTranslation();
  const links = useLinks();
  // With the path below which the portal is.
  const path = useHref(links.environment(environmentId));
  const { href } = new URL(
    `${path}#${SHARE_FRAGMENT}${code}`,
    window.location.origin,
  );
  return (
    <Alert
      role="status"
      status="success"
      icon
      title={t('lifecycle.shares.made.title', { label: share.label })}
      description={<Text as="p">{t('lifecycle.shares.made.description')}</Text>}
      customActions={
        <CopyButton
          text={href}
          label={t('lifecycle.shares.made.copy')}
          hiddenText={t('lifecycle.shares.made.link')}
        />
      }
    />
  );
}

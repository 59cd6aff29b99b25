import { Button, Flex, Text } from '@backstage/ui';
import { discoveryApiRef, useApi } from '@backstage/frontend-plugin-api';
import { RiDownloadLine } from '@remixicon/react';
import { Cluster, Kubeconfig } from '@sandlot/plugin-environments-common';
import { useEffect, useState } from 'react';
import { CommandLine } from '../components/CommandLine';
import { CopyButton } from '../components/CopyButton';
import { formatDuration, formatUtc } from '../format/time';
import { useNow } from '../hooks/useNow';
import { useTranslation } from '../hooks/useTranslation';

/** A kubeconfig to take away, and the lines to use it with. */
export function KubeconfigLines(props: {
  name: string;
  kubeconfig: Kubeconfig;
  /** How people get into the cluster. */
  signIn: Cluster['signIn'];
}) {
  const { kubeconfig, expiresAt } = props.kubeconfig;
  const discovery = useApi(discoveryApiRef);
  const [portal, setPortal] = useState<string>();
  useEffect(() => {
    discovery
      .getBaseUrl('environments')
      .then(url => setPortal(url.replace(/\/api\/environments$/, '')));
  }, [discovery]);
  const t = useTranslation();
  const now = useNow(true);
  const file = `${props.name}.kubeconfig`;

  return (
    <Flex direction="column" gap="3">
      <Flex gap="2" align="center" style={{ flexWrap: 'wrap' }}>
        <Button
          variant="primary"
          iconStart={<RiDownloadLine />}
          onPress={() => download(file, kubeconfig)}
        >
          {t('environment.access.download')}
        </Button>
        <CopyButton text={kubeconfig} label={t('environment.access.copyAll')} />
      </Flex>
      {props.signIn && (
        <>
          <Text as="p">{t('environment.access.signInOidc')}</Text>
          <CommandLine command="kubectl krew install oidc-login" />
        </>
      )}
      {expiresAt && (
        <>
          <Text as="p" role="timer" aria-live="off" color="secondary">
            {t('environment.access.expires', {
              duration: formatDuration(Date.parse(expiresAt) - now.getTime()),
              time: formatUtc(expiresAt),
            })}
          </Text>
          <Text as="p">{t('environment.access.steps')}</Text>
        </>
      )}
      {!expiresAt && !props.signIn && (
        <>
          <Text as="p">{t('environment.access.signIn')}</Text>
          {portal && (
            <CommandLine command={`sandlot login --portal ${portal}`} />
          )}
        </>
      )}
      <CommandLine command={`chmod 600 ${file}`} />
      <CommandLine command={`kubectl --kubeconfig ${file} get pods`} />
    </Flex>
  );
}

function download(name: string, content: string) {
  const url = URL.createObjectURL(
    new Blob([content], { type: 'application/yaml' }),
  );
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(url);
}

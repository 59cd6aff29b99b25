import { Flex, Link, Text } from '@backstage/ui';
import { Environment, Receipt } from '@sandlot/plugin-environments-common';
import { Facts } from '../components/Facts';
import { Time } from '../components/Time';
import { useLinks } from '../hooks/useLinks';
import { useTranslation } from '../hooks/useTranslation';
import { SaveReceipt } from './SaveReceipt';

/** What a deletion has ended, to be quoted, with its proof; its record for those who may read it. */
export function ReceiptPart(props: {
  receipt: Receipt;
  environment: Environment;
}) {
  const { receipt, environment } = props;
  const { namespace, namespaceUid, cluster, objects, record } = receipt;
  const t = useTranslation();
  const links = useLinks();
  return (
    <Flex direction="column" gap="2" role="region" aria-labelledby="receipt">
      <Text as="h2" id="receipt" variant="title-x-small">
        {t('lifecycle.receipt.title')}
      </Text>
      <Facts
        items={[
          [t('lifecycle.receipt.namespace'), namespace],
          [t('lifecycle.receipt.uid'), namespaceUid],
          [t('lifecycle.receipt.cluster'), cluster],
          [
            t('lifecycle.receipt.created'),
            <Time value={receipt.createdAt} seconds />,
          ],
          [
            t('lifecycle.receipt.deleted'),
            <Time value={receipt.deletedAt} seconds />,
          ],
          [t('lifecycle.receipt.objects'), String(objects)],
          [
            t('lifecycle.receipt.record'),
            links.audit ? (
              <Link href={links.audit({ environment: environment.id, record })}>
                {record}
              </Link>
            ) : (
              record
            ),
          ],
        ]}
      />
      <SaveReceipt environment={environment} receipt="deletion" />
    </Flex>
  );
}

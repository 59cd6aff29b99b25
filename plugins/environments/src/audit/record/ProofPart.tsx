import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Skeleton, Text } from '@backstage/ui';
import { AuditLog, AuditRecord } from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../../api';
import { Facts } from '../../components/Facts';
import { ResourceView } from '../../components/ResourceView';
import { Time } from '../../components/Time';
import { Resource } from '../../hooks/useResource';
import { useTranslation } from '../../hooks/useTranslation';
import { SaveProof } from '../SaveProof';
import { SealMark } from '../SealMark';
import { TrustedKeys } from './TrustedKeys';
import { useTrustedKeys } from './useTrustedKeys';
import { useVerification } from './useVerification';
import { VerificationSteps } from './VerificationSteps';

/** Where the record stands in the sealed log, and how to see that for oneself. */
export function ProofPart(props: {
  record: AuditRecord;
  log: Resource<AuditLog>;
}) {
  const { record, log } = props;
  const t = useTranslation();
  return (
    <Flex direction="column" gap="3" role="group" aria-labelledby="audit-proof">
      <Text as="h3" weight="bold" id="audit-proof">
        {t('audit.proof.title')}
      </Text>
      <Facts
        items={[
          [t('audit.column.seal'), <SealMark record={record} />],
          [t('audit.proof.index'), record.index],
        ]}
      />
      {record.index === undefined ? (
        <Text as="p" variant="body-small" color="secondary">
          {t('audit.proof.pending')}
        </Text>
      ) : (
        <ResourceView resource={log} skeleton={<Skeleton height={60} />}>
          {data => <Sealed record={record} log={data} />}
        </ResourceView>
      )}
    </Flex>
  );
}

function Sealed(props: { record: AuditRecord; log: AuditLog }) {
  const { record, log } = props;
  const { checkpoint } = log;
  const t = useTranslation();
  const { keys, trust } = useTrustedKeys(log.origin);
  const { verification, verify } = useVerification(record.eventId);
  const witnesses = log.witnesses.filter(
    ({ size }) => BigInt(size ?? 0) > BigInt(record.index ?? 0),
  );

  return (
    <>
      <Facts
        items={[
          [
            t('audit.proof.checkpoint'),
            checkpoint && t('audit.proof.size', { size: checkpoint.size }),
          ],
          [
            t('audit.proof.signed'),
            checkpoint && (
              <>
                {log.origin}, <Time value={checkpoint.signedAt} seconds />
              </>
            ),
          ],
          [
            t('audit.proof.witnessed'),
            witnesses.length > 0
              ? witnesses.map(({ name, size, witnessedAt }) => (
                  <div key={name}>
                    {t('audit.proof.witness', { name, size: size ?? '0' })}
                    {witnessedAt && <Time value={witnessedAt} seconds />}
                  </div>
                ))
              : undefined,
          ],
        ]}
      />
      <TrustedKeys
        origin={log.origin}
        offered={log.keys}
        trusted={keys}
        onTrust={trust}
      />
      <Flex gap="2" style={{ flexWrap: 'wrap' }}>
        <Button
          variant="primary"
          isDisabled={keys.length === 0 || verification.state === 'running'}
          onPress={() => verify(keys)}
        >
          {t('audit.proof.verify')}
        </Button>
        <DownloadProof eventId={record.eventId} />
      </Flex>
      {keys.length === 0 && (
        <Text as="p" variant="body-small" color="secondary">
          {t('audit.proof.keyFirst')}
        </Text>
      )}
      <VerificationSteps verification={verification} />
    </>
  );
}

function DownloadProof(props: { eventId: string }) {
  const { eventId } = props;
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  return (
    <SaveProof
      label={t('audit.proof.download')}
      fileName={`${eventId}.tlog-proof`}
      load={() => api.getAuditProof(eventId)}
    />
  );
}

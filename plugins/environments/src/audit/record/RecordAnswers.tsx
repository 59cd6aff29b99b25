import { Flex, Link, Text } from '@backstage/ui';
import { AuditRecord } from '@sandlot/plugin-environments-common';
import { ReactNode } from 'react';
import { CodeBlock } from '../../components/CodeBlock';
import { Digest } from '../../components/Digest';
import { EntityName } from '../../components/EntityName';
import { Facts } from '../../components/Facts';
import { Time } from '../../components/Time';
import { Words } from '../../components/Words';
import { useLinks } from '../../hooks/useLinks';
import { useTranslation } from '../../hooks/useTranslation';
import { AuditFilterState } from '../filter/useAuditFilter';
import { AcceptableAnswer } from './AcceptableAnswer';
import { WhoAnswer } from './WhoAnswer';

/** Who and by what right, where, what, why, and whether it is acceptable. */
export function RecordAnswers(props: {
  record: AuditRecord;
  /** Of the same request, oldest first; undefined until they are known. */
  trail: AuditRecord[] | undefined;
  filter: AuditFilterState;
}) {
  const { record, trail, filter } = props;
  const t = useTranslation();
  return (
    <Flex direction="column" gap="4">
      <Answer title={t('audit.record.who')}>
        <WhoAnswer record={record} trail={trail} filter={filter} />
      </Answer>
      <Answer title={t('audit.record.where')}>
        <Where record={record} filter={filter} />
      </Answer>
      <Answer title={t('audit.record.what')}>
        <What record={record} filter={filter} />
      </Answer>
      <Answer title={t('audit.record.why')}>
        <Why record={record} trail={trail} filter={filter} />
      </Answer>
      <Answer title={t('audit.record.acceptable')}>
        <AcceptableAnswer record={record} trail={trail} filter={filter} />
      </Answer>
    </Flex>
  );
}

function Where(props: { record: AuditRecord; filter: AuditFilterState }) {
  const { linkTo } = props.filter;
  const { target, environmentId, environmentName } = props.record;
  const { cluster, namespace } = target;
  const t = useTranslation();
  const links = useLinks();
  if (!cluster && !environmentId) {
    return (
      <Text as="p" variant="body-small" color="secondary">
        {t('audit.record.noTarget')}
      </Text>
    );
  }
  return (
    <Facts
      items={[
        [
          t('audit.record.cluster'),
          cluster && <Link href={linkTo({ cluster })}>{cluster}</Link>,
        ],
        [
          t('audit.record.namespace'),
          namespace && <Link href={linkTo({ namespace })}>{namespace}</Link>,
        ],
        [t('audit.record.namespaceUid'), target.namespaceUid],
        [
          t('audit.record.environment'),
          environmentId && (
            <Link href={links.environment(environmentId)}>
              {environmentName ?? t('audit.record.openEnvironment')}
            </Link>
          ),
        ],
      ]}
    />
  );
}

function What(props: { record: AuditRecord; filter: AuditFilterState }) {
  const { linkTo } = props.filter;
  const { action, target, template, parameters, objectsDigest } = props.record;
  const t = useTranslation();
  const revision = template?.revision;
  return (
    <>
      <Facts
        items={[
          [t('audit.record.action'), action],
          [
            t('audit.record.object'),
            target.kind &&
              `${target.apiVersion ?? ''} ${target.kind} ${
                target.name ?? ''
              }`.trim(),
          ],
          [t('audit.record.objectUid'), target.uid],
          [
            t('audit.record.template'),
            template && <EntityName entityRef={template.ref} />,
          ],
          [
            t('audit.record.revision'),
            revision && (
              <Link href={linkTo({ revision })}>
                <Digest value={revision} />
              </Link>
            ),
          ],
          [
            t('audit.record.objectsDigest'),
            objectsDigest && <Digest value={objectsDigest} />,
          ],
        ]}
      />
      {parameters && Object.keys(parameters).length > 0 && (
        <CodeBlock label={t('audit.record.parameters')}>
          {JSON.stringify(parameters, undefined, 2)}
        </CodeBlock>
      )}
    </>
  );
}

function Why(props: {
  record: AuditRecord;
  trail: AuditRecord[] | undefined;
  filter: AuditFilterState;
}) {
  const { record, trail, filter } = props;
  const { correlationId, reason, operationId } = record;
  const t = useTranslation();
  const first = trail?.at(0);
  return (
    <Facts
      items={[
        [t('audit.record.reason'), reason && <Words>{reason}</Words>],
        [
          t('audit.record.request'),
          <Link href={filter.linkTo({ correlation: correlationId })}>
            {correlationId}
          </Link>,
        ],
        [
          t('audit.record.began'),
          first && first.eventId !== record.eventId ? (
            <>
              {first.action} · {t(`audit.stage.${first.stage}`)},{' '}
              <Time value={first.time} seconds />
            </>
          ) : undefined,
        ],
        [t('audit.record.operation'), operationId],
      ]}
    />
  );
}

function Answer(props: { title: string; children: ReactNode }) {
  return (
    <Flex direction="column" gap="2">
      <Text as="h3" weight="bold">
        {props.title}
      </Text>
      {props.children}
    </Flex>
  );
}

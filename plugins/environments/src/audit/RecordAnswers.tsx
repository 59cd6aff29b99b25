import { Flex, Link, Text } from '@backstage/ui';
import { AuditRecord } from '@sandlot/plugin-environments-common';
import { ReactNode } from 'react';
import { CodeBlock } from '../components/CodeBlock';
import { Digest } from '../components/Digest';
import { EntityName } from '../components/EntityName';
import { Facts } from '../components/Facts';
import { Time } from '../components/Time';
import { useLinks } from '../hooks/useLinks';
import { useTranslation } from '../hooks/useTranslation';
import { OutcomeMark } from './OutcomeMark';

/** Who and by what right, where, what, and how it ended. */
export function RecordAnswers(props: { record: AuditRecord }) {
  const { record } = props;
  const { actor, authorization, source, target, template } = record;
  const t = useTranslation();
  const links = useLinks();

  return (
    <Flex direction="column" gap="4">
      <Answer title={t('audit.record.who')}>
        <Facts
          items={[
            [t('audit.column.time'), <Time value={record.time} seconds />],
            [t('audit.record.actor'), <EntityName entityRef={actor.ref} />],
            [t('audit.record.onBehalfOf'), actor.onBehalfOf],
            [t('audit.record.groups'), actor.groups.join(', ') || undefined],
            [t('audit.record.authMethod'), actor.authMethod],
            [
              t('audit.record.source'),
              [source?.address, source?.userAgent].filter(Boolean).join(', ') ||
                undefined,
            ],
            [t('audit.record.permission'), authorization?.permission],
            [t('audit.record.decision'), authorization?.decision],
            [t('audit.record.basis'), authorization?.basis],
          ]}
        />
        {!authorization && (
          <Text as="p" variant="body-small" color="secondary">
            {t('audit.record.noAuthorization')}
          </Text>
        )}
      </Answer>
      <Answer title={t('audit.record.where')}>
        {target.cluster ? (
          <Facts
            items={[
              [t('audit.record.cluster'), target.cluster],
              [t('audit.record.namespace'), target.namespace],
              [t('audit.record.namespaceUid'), target.namespaceUid],
            ]}
          />
        ) : (
          <Text as="p" variant="body-small" color="secondary">
            {t('audit.record.noTarget')}
          </Text>
        )}
      </Answer>
      <Answer title={t('audit.record.what')}>
        <Facts
          items={[
            [t('audit.record.action'), record.action],
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
              template?.revision && <Digest value={template.revision} />,
            ],
            [
              t('audit.record.environment'),
              record.environmentId && (
                <Link href={links.environment(record.environmentId)}>
                  {t('audit.record.openEnvironment')}
                </Link>
              ),
            ],
          ]}
        />
        {record.parameters && Object.keys(record.parameters).length > 0 && (
          <CodeBlock label={t('audit.record.parameters')}>
            {JSON.stringify(record.parameters, undefined, 2)}
          </CodeBlock>
        )}
      </Answer>
      <Answer title={t('audit.record.outcome')}>
        <Facts
          items={[
            [
              t('audit.record.outcome'),
              <OutcomeMark outcome={record.outcome} />,
            ],
            [t('audit.record.stage'), t(`audit.stage.${record.stage}`)],
            [t('audit.record.reason'), record.reason],
            [t('audit.record.attempt'), record.attempt?.toString()],
            [t('audit.record.epoch'), record.epoch?.toString()],
          ]}
        />
      </Answer>
    </Flex>
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

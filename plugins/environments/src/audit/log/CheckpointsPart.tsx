import { Flex, Skeleton } from '@backstage/ui';
import { CodeBlock } from '../../components/CodeBlock';
import { CopyButton } from '../../components/CopyButton';
import { DataTable } from '../../components/DataTable';
import { LoadMore } from '../../components/LoadMore';
import { ResourceView } from '../../components/ResourceView';
import { Sentence } from '../../components/Sentence';
import { Time } from '../../components/Time';
import { useTranslation } from '../../hooks/useTranslation';
import { useState } from 'react';
import { useAuditCheckpoints } from '../useAudit';

/** The signed heads of the tree, newest first; a chosen one as it was signed. */
export function CheckpointsPart() {
  const t = useTranslation();
  const pages = useAuditCheckpoints();
  const [chosen, setChosen] = useState<string>();
  return (
    <ResourceView resource={pages} skeleton={<Skeleton height={120} />}>
      {({ items }) => {
        const note = items.find(({ size }) => size === chosen)?.note;
        return items.length === 0 ? (
          <Sentence>{t('auditLog.checkpoints.none')}</Sentence>
        ) : (
          <>
            <DataTable
              label={t('auditLog.checkpoints.title')}
              items={items}
              getId={({ size }) => size}
              selectedId={chosen}
              onSelect={({ size }) => setChosen(size)}
              columns={[
                {
                  id: 'size',
                  label: t('auditLog.checkpoints.size'),
                  render: ({ size }) => BigInt(size).toLocaleString('en-US'),
                },
                {
                  id: 'signedAt',
                  label: t('auditLog.checkpoints.signedAt'),
                  render: ({ signedAt }) => <Time value={signedAt} seconds />,
                },
                {
                  id: 'witnesses',
                  label: t('auditLog.checkpoints.witnesses'),
                  render: ({ cosignatures }) =>
                    cosignatures.map(({ witness }) => witness).join(', ') ||
                    '–',
                },
              ]}
            />
            {note && (
              <Flex key={chosen} direction="column" gap="2" align="start">
                <div style={{ maxWidth: '100%' }}>
                  <CodeBlock
                    label={t('auditLog.checkpoints.note', {
                      size: chosen ?? '',
                    })}
                  >
                    {note}
                  </CodeBlock>
                </div>
                <CopyButton
                  text={note}
                  label={t('auditLog.checkpoints.copy')}
                />
              </Flex>
            )}
            <LoadMore pages={pages} />
          </>
        );
      }}
    </ResourceView>
  );
}

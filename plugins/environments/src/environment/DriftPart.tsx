import { Flex, Text } from '@backstage/ui';
import {
  Drift,
  DriftedObject,
  Environment,
} from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { ErrorNotice } from '../components/ErrorNotice';
import { formatUtc } from '../format/time';
import { useMayManageTemplates } from '../hooks/useMayManageTemplates';
import { Resource } from '../hooks/useResource';
import { useTranslation } from '../hooks/useTranslation';
import { DecideDrift } from './DecideDrift';
import { DriftItem } from './DriftItem';
import styles from './DriftPart.module.css';

/** What limits an environment is no owner's to loosen: the server refuses it. */
const LIMITING_KINDS: ReadonlySet<string> = new Set([
  'Namespace',
  'ResourceQuota',
  'LimitRange',
  'NetworkPolicy',
  'ServiceAccount',
  'Role',
  'RoleBinding',
]);

/** What somebody changed past the portal, and what to do about it. */
export function DriftPart(props: {
  environment: Environment;
  drift: Resource<Drift>;
  onChanged: (environment: Environment) => void;
}) {
  const { environment, drift, onChanged } = props;
  const { data, error, refresh } = drift;
  const t = useTranslation();
  const mayManage = useMayManageTemplates();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());

  if (!data) {
    return error ? (
      <ErrorNotice
        error={error}
        title={t('environment.drift.unknown')}
        onRetry={refresh}
      />
    ) : null;
  }
  if (data.items.length === 0) {
    return null;
  }
  const { decideDrift } = environment.allowed;
  const objects = data.items.filter(item => chosen.has(toKey(item)));
  const limiting = mayManage
    ? []
    : objects.filter(({ kind }) => LIMITING_KINDS.has(kind));

  function choose(item: DriftedObject, isOn: boolean) {
    const next = new Set(chosen);
    if (isOn) {
      next.add(toKey(item));
    } else {
      next.delete(toKey(item));
    }
    setChosen(next);
  }

  return (
    <section className={styles.drift} aria-labelledby="drift">
      <Text as="h2" id="drift" variant="title-x-small">
        {t('environment.drift.title')}
      </Text>
      <Text as="p" variant="body-small">
        {t('environment.drift.intro')}{' '}
        {data.checkedAt &&
          t('environment.drift.checkedAt', { time: formatUtc(data.checkedAt) })}
      </Text>
      <ul className={styles.items}>
        {data.items.map(item => (
          <DriftItem
            key={toKey(item)}
            item={item}
            isChosen={chosen.has(toKey(item))}
            onChoose={decideDrift ? isOn => choose(item, isOn) : undefined}
          />
        ))}
      </ul>
      {decideDrift && (
        <Flex gap="2" align="center" style={{ flexWrap: 'wrap' }}>
          {(['revert', 'accept', 'except'] as const).map(decision => (
            <DecideDrift
              key={decision}
              environmentId={environment.id}
              decision={decision}
              objects={objects}
              isDisabled={decision !== 'revert' && limiting.length > 0}
              describedBy="drift-chosen"
              onDecided={changed => {
                setChosen(new Set());
                onChanged(changed);
                refresh();
              }}
            />
          ))}
          <Text id="drift-chosen" role="status" variant="body-small">
            {objects.length === 0
              ? t('environment.drift.choose')
              : t('environment.drift.chosen', { count: objects.length })}
            {limiting.length > 0 && (
              <>
                {'. '}
                {t('environment.drift.limiting', {
                  objects: limiting
                    .map(({ kind, name }) => `${kind} ${name}`)
                    .join(', '),
                })}
              </>
            )}
          </Text>
        </Flex>
      )}
    </section>
  );
}

function toKey({ apiVersion, kind, name }: DriftedObject): string {
  return `${apiVersion}/${kind}/${name}`;
}

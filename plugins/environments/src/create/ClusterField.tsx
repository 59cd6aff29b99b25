import { Select } from '@backstage/ui';
import { Cluster } from '@sandlot/plugin-environments-common';
import { useTranslation } from '../hooks/useTranslation';
import { FieldProblems } from './FieldProblems';

/** No cluster chosen: a select needs a key for it. */
const AUTOMATIC = '';

/** Where it is made; not asked where there is only one. */
export function ClusterField(props: {
  clusters: Cluster[];
  value: string | undefined;
  problems: string[];
  isDisabled?: boolean;
  onChange: (value: string | undefined) => void;
}) {
  const { clusters, value, problems, isDisabled, onChange } = props;
  const t = useTranslation();
  return (
    <FieldProblems id="cluster" problems={problems}>
      {clusters.length > 1 && (
        <Select
          label={t('create.field.cluster')}
          isDisabled={isDisabled}
          validationBehavior="aria"
          isInvalid={problems.length > 0}
          description={t('create.field.clusterHelp')}
          value={value ?? AUTOMATIC}
          options={[
            { id: AUTOMATIC, label: t('create.field.clusterAutomatic') },
            ...clusters.map(({ name, title }) => ({ id: name, label: title })),
          ]}
          onChange={key =>
            onChange(key === AUTOMATIC ? undefined : String(key))
          }
        />
      )}
    </FieldProblems>
  );
}

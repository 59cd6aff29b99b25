import { Button, Dialog, Flex, Text } from '@backstage/ui';
import {
  Environment,
  Hibernation,
  HibernationPlan,
} from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { DataColumn, DataTable } from '../../components/DataTable';
import { EntityName } from '../../components/EntityName';
import { formatUtc } from '../../format/time';
import { useRichTranslation, useTranslation } from '../../hooks/useTranslation';
import { HibernationPlanForm } from './HibernationPlanForm';

type Workload = NonNullable<Hibernation['workloads']>[number];

/** When the environment sleeps and why, and what sleeps now. */
export function HibernationSection(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
}) {
  const { environment, onChanged } = props;
  const { hibernation, hibernationPlan, lastUse, lease, allowed } = environment;
  const t = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <Flex direction="column" gap="3">
      <Text as="h2" variant="title-x-small">
        {t('lifecycle.sleep.title')}
      </Text>
      {hibernation && <Asleep hibernation={hibernation} />}
      {!lease?.deleteAt && <PlanText plan={hibernationPlan} />}
      <Text as="p">
        {lastUse
          ? t(`lifecycle.sleep.lastUse.${lastUse.signal}`, {
              time: formatUtc(lastUse.at),
            })
          : t('lifecycle.sleep.lastUse.none')}
      </Text>
      {allowed.planHibernation && (
        <div>
          <Button variant="secondary" onPress={() => setOpen(true)}>
            {t('lifecycle.sleep.plan.change')}
          </Button>
          <Dialog
            isOpen={isOpen}
            onOpenChange={setOpen}
            width="min(36rem, 92vw)"
          >
            <HibernationPlanForm
              environment={environment}
              onChanged={onChanged}
              onClose={() => setOpen(false)}
            />
          </Dialog>
        </div>
      )}
    </Flex>
  );
}

/** Why it sleeps, and what will be there again. */
function Asleep(props: { hibernation: Hibernation }) {
  const { since, cause, by, workloads = [] } = props.hibernation;
  const t = useTranslation();
  const rich = useRichTranslation();
  const columns: DataColumn<Workload>[] = [
    {
      id: 'name',
      label: t('lifecycle.sleep.column.name'),
      render: ({ name }) => name,
    },
    {
      id: 'kind',
      label: t('lifecycle.sleep.column.kind'),
      render: ({ kind }) => kind,
    },
    {
      id: 'size',
      label: t('lifecycle.sleep.column.size'),
      render: ({ replicas }) =>
        replicas === undefined
          ? t('lifecycle.sleep.noSize')
          : t('lifecycle.sleep.replicas', { count: replicas }),
    },
  ];
  return (
    <>
      <Text as="p">
        {rich(`lifecycle.sleep.asleep.${cause}`, {
          since: formatUtc(since),
          by: <EntityName entityRef={by} />,
        })}
      </Text>
      {workloads.length > 0 && (
        <DataTable
          label={t('lifecycle.sleep.workloads')}
          columns={columns}
          items={workloads}
          getId={({ kind, name }) => `${kind}/${name}`}
        />
      )}
    </>
  );
}

/** When it goes to sleep by itself. */
function PlanText(props: { plan: HibernationPlan | undefined }) {
  const { hours, idleHours } = props.plan ?? {};
  const t = useTranslation();
  if (!hours && idleHours === undefined) {
    return <Text as="p">{t('lifecycle.sleep.plan.none')}</Text>;
  }
  return (
    <>
      {hours && (
        <Text as="p">
          {t('lifecycle.sleep.plan.hours', {
            from: hours.from,
            to: hours.to,
            timeZone: hours.timeZone,
            days: hours.days
              .map(day => t(`lifecycle.sleep.day.${day}`))
              .join(', '),
          })}
        </Text>
      )}
      {idleHours !== undefined && (
        <Text as="p">
          {t('lifecycle.sleep.plan.idle', { count: idleHours })}
        </Text>
      )}
    </>
  );
}

import { Button, Dialog, Flex, Text } from '@backstage/ui';
import {
  Environment,
  Member,
  entityName,
} from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { DataColumn, DataTable } from '../../components/DataTable';
import { EntityName } from '../../components/EntityName';
import { EntityPicker } from '../../components/EntityPicker';
import { ReasonDialog } from '../../components/ReasonDialog';
import { ReasonedForm } from '../../components/ReasonedForm';
import { Sentence } from '../../components/Sentence';
import { Time } from '../../components/Time';
import { useRequestOperation } from '../../hooks/useRequestOperation';
import { useTranslation } from '../../hooks/useTranslation';
import { SharesPart } from './SharesPart';
import { PRINCIPALS } from './principals';

interface PartProps {
  environment: Environment;
  onChanged: (environment: Environment) => void;
}

/** Who may use the environment beside its owner. */
export function MembersPart(props: PartProps) {
  const { environment, onChanged } = props;
  const { name, members, allowed } = environment;
  const t = useTranslation();
  const request = useRequestOperation(environment, onChanged);

  const columns: DataColumn<Member>[] = [
    {
      id: 'name',
      label: t('lifecycle.members.column.name'),
      render: ({ ref }) => <EntityName entityRef={ref} />,
    },
    {
      id: 'by',
      label: t('lifecycle.members.column.by'),
      render: ({ by }) => <EntityName entityRef={by} />,
    },
    {
      id: 'since',
      label: t('lifecycle.members.column.since'),
      render: ({ since }) => <Time value={since} />,
    },
  ];
  if (allowed.members) {
    columns.push({
      id: 'act',
      label: t('lifecycle.members.column.act'),
      render: ({ ref }) => {
        const member = entityName(ref);
        return (
          <ReasonDialog
            size="small"
            action={t('lifecycle.members.remove.action')}
            label={t('lifecycle.members.remove.label', { member })}
            title={t('lifecycle.members.remove.title', { member, name })}
            description={t('lifecycle.members.remove.description')}
            failed={t('lifecycle.members.remove.failed')}
            isDestructive
            isReasonOptional
            act={reason =>
              request({
                kind: 'removeMember',
                member: ref,
                reason: reason || undefined,
              })
            }
          />
        );
      },
    });
  }

  return (
    <Flex direction="column" gap="6" align="stretch">
      <Flex direction="column" gap="4">
        <Text as="h2" variant="title-x-small">
          {t('lifecycle.members.title')}
        </Text>
        <Text as="p">{t('lifecycle.members.intro')}</Text>
        {members.length === 0 ? (
          <Sentence>{t('lifecycle.members.empty')}</Sentence>
        ) : (
          <DataTable
            label={t('lifecycle.members.title')}
            columns={columns}
            items={members}
            getId={({ ref }) => ref}
          />
        )}
        {allowed.members && <AddMember {...props} />}
      </Flex>
      {allowed.members && <SharesPart environment={environment} />}
    </Flex>
  );
}

function AddMember(props: PartProps) {
  const { environment, onChanged } = props;
  const t = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [member, setMember] = useState<string>();
  const request = useRequestOperation(environment, onChanged);

  function toggle(isOpened: boolean) {
    setMember(undefined);
    setOpen(isOpened);
  }

  return (
    <div>
      <Button variant="secondary" onPress={() => toggle(true)}>
        {t('lifecycle.members.add.action')}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={toggle} width="min(32rem, 92vw)">
        <ReasonedForm
          title={t('lifecycle.members.add.title', { name: environment.name })}
          description={t('lifecycle.members.add.description')}
          action={t('lifecycle.members.add.action')}
          failed={t('lifecycle.members.add.failed')}
          isReasonOptional
          isReady={member !== undefined}
          act={reason =>
            request({
              kind: 'addMember',
              member,
              reason: reason || undefined,
            })
          }
          onClose={() => toggle(false)}
        >
          <EntityPicker
            label={t('lifecycle.members.add.member')}
            isRequired
            validationBehavior="aria"
            filter={PRINCIPALS}
            value={member}
            onChange={setMember}
          />
        </ReasonedForm>
      </Dialog>
    </div>
  );
}

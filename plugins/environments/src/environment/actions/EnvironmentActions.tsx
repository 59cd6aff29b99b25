import {
  Button,
  ButtonIcon,
  ButtonLink,
  Dialog,
  Flex,
  Menu,
  MenuItem,
  MenuTrigger,
  Text,
} from '@backstage/ui';
import { RiMore2Line } from '@remixicon/react';
import { Environment } from '@sandlot/plugin-environments-common';
import { useId, useState } from 'react';
import { toTemplateKey } from '../../format/entityRef';
import { useLinks } from '../../hooks/useLinks';
import { useMayCreate } from '../../hooks/useMayCreate';
import { useTranslation } from '../../hooks/useTranslation';
import { ActionForm } from './ActionForm';
import { Action, listActions } from './listActions';
import { useActionText } from './useActionText';

/** What one may do with the environment now, the most likely first. */
export function EnvironmentActions(props: {
  environment: Environment;
  onChanged: (environment: Environment) => void;
}) {
  const { environment, onChanged } = props;
  const { id, name, template } = environment;
  const t = useTranslation();
  const toText = useActionText(environment);
  const links = useLinks();
  const { buttons, menu } = listActions(environment, useMayCreate());
  // It stays while its dialog closes, and the dialog while the menu does.
  const [chosen, setChosen] = useState<Action>('delete');
  const [isOpen, setOpen] = useState(false);

  function open(action: Action) {
    setChosen(action);
    setOpen(true);
  }
  const cloneHref = links.create(toTemplateKey(template.ref), id);

  return (
    <>
      {buttons.map(action =>
        action === 'clone' ? (
          <ButtonLink key={action} variant="secondary" href={cloneHref}>
            {toText(action)}
          </ButtonLink>
        ) : (
          <ActionButton
            key={action}
            environment={environment}
            action={action}
            onPress={() => open(action)}
          />
        ),
      )}
      {menu.length > 0 && (
        <MenuTrigger>
          <ButtonIcon
            variant="secondary"
            icon={<RiMore2Line />}
            aria-label={t('lifecycle.moreLabel', { name })}
          />
          <Menu placement="bottom end">
            {menu.map(action => (
              <MenuItem
                key={action}
                id={action}
                color={action === 'delete' ? 'danger' : 'primary'}
                {...(action === 'clone'
                  ? { href: cloneHref }
                  : { onAction: () => open(action) })}
              >
                {toText(action)}
              </MenuItem>
            ))}
          </Menu>
        </MenuTrigger>
      )}
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        width={
          chosen === 'upgrade' || chosen === 'rollback'
            ? 'min(56rem, 94vw)'
            : 'min(32rem, 92vw)'
        }
      >
        <ActionForm
          environment={environment}
          action={chosen}
          onChanged={onChanged}
          onClose={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}

/** A button; that of an upgrade says why one may not want it. */
function ActionButton(props: {
  environment: Environment;
  action: Action;
  onPress: () => void;
}) {
  const { environment, action, onPress } = props;
  const { draft, hold } = environment;
  const t = useTranslation();
  const toText = useActionText(environment);
  const reasonId = useId();

  function doubt(): string | undefined {
    if (action !== 'upgrade') {
      return undefined;
    }
    if (hold) {
      return t('environment.upgrade.held');
    }
    return draft ? t('environment.upgrade.draft') : undefined;
  }
  const reason = doubt();
  const isNext = ['upgrade', 'resume', 'restore'].includes(action) && !reason;

  const button = (
    <Button
      variant={isNext ? 'primary' : 'secondary'}
      aria-describedby={reason && reasonId}
      onPress={onPress}
    >
      {toText(action)}
    </Button>
  );
  return reason ? (
    <Flex direction="column" gap="1">
      {button}
      <Text id={reasonId} variant="body-small">
        {reason}
      </Text>
    </Flex>
  ) : (
    button
  );
}

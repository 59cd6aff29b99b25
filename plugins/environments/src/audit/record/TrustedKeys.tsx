import { Alert, Button, Flex, Text, TextField } from '@backstage/ui';
import { parseVerifierKey } from '@sandlot/plugin-environments-common';
import { toError } from '@backstage/errors';
import { FormEvent, useState } from 'react';
import { CodeBlock } from '../../components/CodeBlock';
import { useTranslation } from '../../hooks/useTranslation';

/**
 * Asks whom to believe: the first time for a comparison, and loudly when the
 * log signs with no key that is trusted.
 */
export function TrustedKeys(props: {
  origin: string;
  /** What the log says that it signs with. */
  offered: string[];
  trusted: string[];
  onTrust: (keys: string[]) => void;
}) {
  const { origin, offered, trusted, onTrust } = props;
  const t = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const isFirst = trusted.length === 0;
  const isChanged = !isFirst && !offered.some(key => trusted.includes(key));

  if (!isFirst && !isChanged && !isOpen) {
    return (
      <Flex gap="2" align="center" style={{ flexWrap: 'wrap' }}>
        <Text as="p" variant="body-small" color="secondary">
          {t('audit.proof.trusted', { count: trusted.length, origin })}
        </Text>
        <Button variant="tertiary" size="small" onPress={() => setOpen(true)}>
          {t('audit.proof.changeKeys')}
        </Button>
      </Flex>
    );
  }
  return (
    <Flex direction="column" gap="3">
      {isChanged ? (
        <Alert
          role="alert"
          status="danger"
          icon
          title={t('audit.proof.keyChanged.title')}
          description={t('audit.proof.keyChanged.description')}
        />
      ) : (
        <Text as="p" variant="body-small">
          {t('audit.proof.compare')}
        </Text>
      )}
      {!isFirst && (
        <CodeBlock label={t('audit.proof.trustedKeys')}>
          {trusted.join('\n')}
        </CodeBlock>
      )}
      <CodeBlock label={t('audit.proof.offeredKeys')}>
        {offered.join('\n')}
      </CodeBlock>
      <div>
        <Button
          variant="secondary"
          destructive={isChanged}
          onPress={() => {
            onTrust(offered);
            setOpen(false);
          }}
        >
          {t(isChanged ? 'audit.proof.trustNew' : 'audit.proof.trust')}
        </Button>
      </div>
      <OwnKey
        onTrust={key => {
          onTrust([...trusted, key]);
          setOpen(false);
        }}
      />
    </Flex>
  );
}

/** For a key that one was given, of the log or of a witness. */
function OwnKey(props: { onTrust: (key: string) => void }) {
  const t = useTranslation();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    try {
      await parseVerifierKey(text.trim());
      props.onTrust(text.trim());
      setText('');
      setProblem(undefined);
    } catch (error) {
      setProblem(toError(error).message);
    }
  }
  return (
    <form onSubmit={submit}>
      <Flex direction="column" gap="2" align="start">
        <TextField
          label={t('audit.proof.ownKey')}
          description={problem ?? t('audit.proof.ownKeyHelp')}
          validationBehavior="aria"
          isInvalid={problem !== undefined}
          value={text}
          onChange={setText}
        />
        <Button type="submit" variant="tertiary" isDisabled={!text.trim()}>
          {t('audit.proof.addKey')}
        </Button>
      </Flex>
    </form>
  );
}

import { Alert, Button, Dialog, Flex, Text } from '@backstage/ui';
import { useState } from 'react';
import { useTranslation } from '../../../hooks/useTranslation';
import { ErasureForm } from './ErasureForm';

/** Where a person is erased from the log, and what came of it. */
export function ErasurePart() {
  const t = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [erased, setErased] = useState<number>();
  return (
    <Flex direction="column" gap="3" align="start">
      <Text as="p">{t('auditLog.erasure.intro')}</Text>
      {erased !== undefined && (
        <Alert
          role="status"
          status="success"
          icon
          title={t('auditLog.erasure.done', {
            count: erased,
            number: erased.toLocaleString('en-US'),
          })}
          description={t('auditLog.erasure.doneDescription')}
        />
      )}
      <Button
        variant="secondary"
        onPress={() => {
          setErased(undefined);
          setOpen(true);
        }}
      >
        {t('auditLog.erasure.action')}
      </Button>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} width="min(40rem, 92vw)">
        <ErasureForm onErased={setErased} onClose={() => setOpen(false)} />
      </Dialog>
    </Flex>
  );
}

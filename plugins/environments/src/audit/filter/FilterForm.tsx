import {
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  TextField,
} from '@backstage/ui';
import { FormEvent, useState } from 'react';
import ground from '../../components/Ground.module.css';
import { useTranslation } from '../../hooks/useTranslation';
import { FilterName } from './filterNames';
import { toFilterValue } from './parseSearch';
import { toUtcText } from './utc';

const EXAMPLES: Partial<Record<FilterName, string>> = {
  group: 'team-harbor',
  environment: '0192f1c0-0000-7000-8000-0000000000e1',
  correlation: '0192f1c0-0000-7000-8000-0000000000c1',
  namespace: 'sbx-checkout-bk4xw2',
  revision: 'sha256:…',
  from: '2026-11-22 12:00',
  to: '2026-11-22 12:00',
};

/** The inside of a dialog for a filter whose value one types. */
export function FilterForm(props: {
  name: FilterName;
  value: string | undefined;
  onSet: (value: string) => void;
  onClose: () => void;
}) {
  const { name, value = '', onSet, onClose } = props;
  const t = useTranslation();
  const isTime = name === 'from' || name === 'to';
  const [text, setText] = useState(isTime ? toUtcText(value) : value);
  const [isRefused, setRefused] = useState(false);

  function submit(event: FormEvent) {
    event.preventDefault();
    const typed = text.trim();
    const known = typed ? toFilterValue(name, typed) : undefined;
    if (known === undefined) {
      setRefused(true);
    } else {
      onSet(known);
      onClose();
    }
  }

  return (
    <form onSubmit={submit} className={ground.raised}>
      <DialogHeader>{t(`audit.filter.${name}`)}</DialogHeader>
      <DialogBody>
        <TextField
          label={t(`audit.filter.${name}`)}
          description={
            isRefused
              ? t(`audit.search.problem.${name}`, { value: text.trim() })
              : t(`audit.filter.help.${name}`)
          }
          placeholder={EXAMPLES[name]}
          validationBehavior="aria"
          isInvalid={isRefused}
          value={text}
          onChange={setText}
          // The dialog asks for nothing else.
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
        />
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('common.reasoned.cancel')}
        </Button>
        <Button type="submit" variant="primary">
          {t('audit.filter.set')}
        </Button>
      </DialogFooter>
    </form>
  );
}

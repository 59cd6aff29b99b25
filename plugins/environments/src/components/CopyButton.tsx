import { Button } from '@backstage/ui';
import { RiFileCopyLine } from '@remixicon/react';
import { useState } from 'react';
import { CodeBlock } from './CodeBlock';
import { useTranslation } from '../hooks/useTranslation';

/** Copies a text, and says whether that worked. */
export function CopyButton(props: {
  text: string;
  label?: string;
  'aria-label'?: string;
  /** What the text is called, where it is shown only to who can't copy it otherwise. */
  hiddenText?: string;
}) {
  const t = useTranslation();
  const [outcome, setOutcome] = useState<'copied' | 'copyFailed'>();

  async function copy() {
    try {
      // There is no clipboard on a page that came over plain http.
      await navigator.clipboard.writeText(props.text);
      setOutcome('copied');
    } catch {
      setOutcome('copyFailed');
    }
  }

  return (
    <>
      <Button
        variant="secondary"
        size="small"
        iconStart={<RiFileCopyLine />}
        aria-label={props['aria-label']}
        onPress={copy}
      >
        {props.label ?? t('common.copy')}
      </Button>
      <span role="status">{outcome && t(`common.${outcome}`)}</span>
      {outcome === 'copyFailed' && props.hiddenText && (
        <CodeBlock label={props.hiddenText}>{props.text}</CodeBlock>
      )}
    </>
  );
}

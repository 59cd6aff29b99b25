import { Button, Flex, Text } from '@backstage/ui';
import { useRef, useState } from 'react';
import { CopyButton } from '../../components/CopyButton';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PlaceHead } from '../../components/PlaceHead';
import { useTranslation } from '../../hooks/useTranslation';
import { Choices, toWorkbenchRequest } from './choices';
import { WorkbenchParts } from './parts/WorkbenchParts';
import { ProblemList } from './ProblemList';
import { StartFrom } from './StartFrom';
import { EditorHandle, TemplateEditor } from './TemplateEditor';
import { TryDraft } from './TryDraft';
import { Draft } from './useDraft';
import { GoodCheck, useWorkbenchCheck } from './useWorkbenchCheck';
import styles from './Workbench.module.css';

/** Left the text, right what it would be. */
export function Workbench(props: {
  /** `namespace/name`; undefined for a new template. */
  template: string | undefined;
  published: string;
  draft: Draft;
}) {
  const { template, published, draft } = props;
  const t = useTranslation();
  const editor = useRef<EditorHandle>(null);
  const [choices, setChoices] = useState<Choices>({});
  // What the text is of is known from its last check alone.
  const [known, setKnown] = useState<GoodCheck>();
  const source = draft.text ?? published;
  const request = toWorkbenchRequest(source, choices, known);
  const checked = useWorkbenchCheck(request);
  const { check, good, error, isChecking, retry } = checked;
  // Whether one may is only said of a text that is a template.
  const mayTry = check !== undefined && (good?.mayTry ?? true);
  if (good !== known) {
    setKnown(good);
  }

  return (
    <>
      <PlaceHead
        title={
          template
            ? t('workbench.of', { template: good?.template.title ?? template })
            : t('workbench.title')
        }
        actions={
          <>
            <CopyButton text={source} label={t('workbench.copy')} />
            {mayTry && (
              <TryDraft
                source={source}
                choices={choices}
                good={checked.isStale ? undefined : good}
              />
            )}
          </>
        }
        facts={[]}
      />
      <Text as="p" color="secondary">
        {t('workbench.intro')}
      </Text>
      <div className={styles.columns}>
        <div className={styles.side}>
          <StartFrom template={template} />
          <TemplateEditor
            ref={editor}
            value={source}
            problems={check?.problems ?? []}
            warnings={check?.warnings ?? []}
            onChange={draft.set}
          />
          {template && (
            <Text as="p" variant="body-small" color="secondary">
              {t('workbench.comments')}
            </Text>
          )}
          {draft.text !== undefined && draft.text !== published && (
            <div className={styles.note}>
              <Text variant="body-small" color="secondary">
                {t('workbench.draft')}
              </Text>
              <Button variant="tertiary" size="small" onPress={draft.discard}>
                {t('workbench.discard')}
              </Button>
            </div>
          )}
          {error && (
            <ErrorNotice
              error={error}
              title={t('workbench.checkFailed')}
              onRetry={retry}
            />
          )}
          <ProblemList
            check={check}
            isChecking={isChecking}
            onSelect={({ line = 1, column = 1 }) =>
              editor.current?.goTo(line, column)
            }
          />
        </div>
        <Flex direction="column" gap="3" style={{ minWidth: 0 }}>
          <WorkbenchParts
            checked={checked}
            request={request}
            choices={choices}
            onChoose={setChoices}
          />
        </Flex>
      </div>
    </>
  );
}

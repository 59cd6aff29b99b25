import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Button,
  Flex,
  Text,
  TextAreaField,
} from '@backstage/ui';
import { RiUploadLine } from '@remixicon/react';
import { Problem, TemplateDetail } from '@sandlot/plugin-environments-common';
import { useRef, useState } from 'react';
import ground from '../components/Ground.module.css';
import { formatPointer } from '../format/pointer';
import { useTranslation } from '../hooks/useTranslation';
import { FieldProblems, problemsId } from './FieldProblems';
import styles from './OwnManifests.module.css';
import { toSentence } from './problems';

const ID = 'manifests';
/** What the server takes. */
const MAXIMUM_LENGTH = 65_536;
/** Where an object stands; what comes after it is the place inside of it. */
const OBJECT = /^\/manifests(\/\d+)?/;

/** Objects of the developer's own, pasted or from files. */
export function OwnManifests(props: {
  rules: NonNullable<TemplateDetail['ownManifests']>;
  value: string;
  problems: Problem[];
  isDisabled?: boolean;
  /** Open from the start. */
  isExpanded?: boolean;
  onChange: (value: string) => void;
}) {
  const { rules, value, problems, isDisabled, onChange } = props;
  const t = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(props.isExpanded ?? false);
  const [unread, setUnread] = useState<string>();
  const isTooLong = value.length > MAXIMUM_LENGTH;
  const sentences = [
    ...problems.map(problem => {
      const field = formatPointer(problem.path.replace(OBJECT, ''));
      const message = field
        ? t('create.manifests.field', { field, message: toSentence(problem) })
        : toSentence(problem);
      return problem.line === undefined
        ? message
        : t('create.manifests.problem', {
            line: String(problem.line),
            message,
          });
    }),
    ...(isTooLong ? [t('create.manifests.tooLong')] : []),
    ...(unread ? [t('create.manifests.unread', { files: unread })] : []),
  ];

  async function add(files: File[]) {
    const results = await Promise.allSettled(files.map(file => file.text()));
    const texts = results.flatMap(result =>
      result.status === 'fulfilled' ? [result.value] : [],
    );
    const failed = files.filter((_, i) => results[i].status === 'rejected');
    setUnread(failed.map(({ name }) => name).join(', ') || undefined);
    onChange(joinDocuments([value, ...texts]));
  }

  return (
    <Accordion
      isExpanded={isOpen || sentences.length > 0}
      onExpandedChange={setOpen}
    >
      <AccordionTrigger title={t('create.manifests.title')} />
      <AccordionPanel>
        <Flex direction="column" gap="3" className={ground.raised}>
          <Text as="p" variant="body-small">
            {t('create.manifests.rules', {
              kinds: rules.kinds.join(', '),
              maximum: String(rules.maximum),
            })}
          </Text>
          <FieldProblems id={ID} problems={sentences}>
            <TextAreaField
              className={styles.text}
              label={t('create.manifests.label')}
              description={t('create.manifests.help')}
              rows={10}
              value={value}
              isDisabled={isDisabled}
              isInvalid={sentences.length > 0}
              validationBehavior="aria"
              spellCheck="false"
              aria-describedby={problemsId(ID)}
              onChange={onChange}
            />
          </FieldProblems>
          <div>
            <input
              ref={input}
              type="file"
              hidden
              multiple
              accept=".yaml,.yml,.json"
              aria-label={t('create.manifests.files')}
              onChange={event => {
                add([...(event.target.files ?? [])]);
                event.target.value = '';
              }}
            />
            <Button
              variant="secondary"
              iconStart={<RiUploadLine />}
              isDisabled={isDisabled}
              onPress={() => input.current?.click()}
            >
              {t('create.manifests.upload')}
            </Button>
          </div>
        </Flex>
      </AccordionPanel>
    </Accordion>
  );
}

/** One YAML stream out of several. */
function joinDocuments(texts: string[]): string {
  return texts
    .map(text => text.trim())
    .filter(text => text !== '')
    .join('\n---\n');
}

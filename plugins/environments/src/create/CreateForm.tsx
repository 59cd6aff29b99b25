import { Alert, Button, Flex, Text } from '@backstage/ui';
import {
  Cluster,
  Environment,
  Preview,
  TemplateDetail,
} from '@sandlot/plugin-environments-common';
import { FormEvent, KeyboardEvent, useEffect, useRef, useState } from 'react';
import { ErrorNotice } from '../components/ErrorNotice';
import { hasStatus, isRefusal } from '../format/error';
import { listNames } from '../format/listNames';
import { useLinks } from '../hooks/useLinks';
import { useTranslation } from '../hooks/useTranslation';
import { useNavigate } from '../router';
import styles from './CreateForm.module.css';
import { AddOnSwitches } from './AddOnSwitches';
import { CreateHead } from './CreateHead';
import { focusFirstProblem } from './focusFirstProblem';
import { LeaseField } from './LeaseField';
import { OwnManifests } from './OwnManifests';
import { ParametersForm } from './parameters/ParametersForm';
import { PreviewPanel } from './PreviewPanel';
import { problemsElsewhere, problemsUnder, refusedProblem } from './problems';
import { RequestFields } from './RequestFields';
import { toRequest } from './toRequest';
import { useCreateForm } from './useCreateForm';
import { useForcedAddOns } from './useForcedAddOns';
import { usePreview } from './usePreview';
import { useSubmit } from './useSubmit';

/** Left the form, right what one gets from it. */
export function CreateForm(props: {
  template: TemplateDetail;
  owners: string[];
  clusters: Cluster[];
  /** The environment whose choices it begins with. */
  source?: Environment;
}) {
  const { template, owners, clusters, source } = props;
  const t = useTranslation();
  const links = useLinks();
  const navigate = useNavigate();
  const form = useCreateForm(template, owners, source);
  const everyAddOn = template.addOns.map(({ name }) => name);
  const { preview, offeredAddOns, error, isUpdating, refresh } = usePreview(
    previous => toRequest(template, form.values, previous ?? everyAddOn),
  );
  const submission = useSubmit(({ id }) => {
    form.forget();
    navigate(links.environment(id));
  });
  const [refusedRevision, setRefusedRevision] = useState<string>();
  const [wanted, setWanted] = useState<{ revision?: string; asks: string }>();
  const [isAskingAnew, setAskingAnew] = useState(false);
  const [isHeld, setHeld] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const forcedAddOns = useForcedAddOns(preview);
  const asks = listNames((preview?.approvals ?? []).map(({ by }) => by));

  const problems = preview?.problems ?? [];
  const refused = refusedProblem(submission, form.values);
  const shown =
    refused && !problems.some(({ path }) => path === refused.path)
      ? [...problems, refused]
      : problems;
  const elsewhere = problemsElsewhere(shown);
  const isHalted = template.halted !== undefined;
  const hasParameters =
    Object.keys((template.parameters.properties ?? {}) as object).length > 0;
  const isRevisionChanged =
    hasStatus(submission.error, 409) &&
    preview !== undefined &&
    refusedRevision !== preview.revision;

  async function send(request: Preview) {
    setRefusedRevision(request.revision);
    const body = toRequest(template, form.values, request.addOns);
    await submission.submit(
      {
        ...body,
        revision: request.revision,
        parameters: omit(body.parameters, request.hidden),
      },
      form.values,
    );
    // After a conflict this tells whether the template is another by now.
    refresh();
  }

  function submit() {
    form.touchEverything();
    setAskingAnew(false);
    setWanted({ revision: preview?.revision, asks });
  }

  // Whoever is faster than the preview is served as soon as it is there, but
  // not with another revision than the one they looked at, nor does it ask
  // others than the button said.
  useEffect(() => {
    if (!wanted || isUpdating) {
      return;
    }
    setWanted(undefined);
    setAskingAnew(wanted.asks !== asks);
    setHeld(problems.length > 0 || !form.isNameGood);
    if (
      preview &&
      wanted.asks === asks &&
      preview.revision === (wanted.revision ?? preview.revision) &&
      !submission.isSending &&
      problems.length === 0 &&
      form.isNameGood &&
      !isHalted
    ) {
      send(preview);
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [wanted, isUpdating]);

  // One render later than it is known: by then the fields say what is wrong.
  useEffect(() => {
    if (isHeld) {
      setHeld(false);
      focusFirstProblem(element.current);
    }
  }, [isHeld]);

  function whatIsAskedNow() {
    return asks
      ? t('create.asksNow', { names: asks })
      : t('create.asksNobodyNow');
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    submit();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
    }
  }

  return (
    <Flex direction="column" gap="4">
      <CreateHead template={template} source={source} />
      {/* Ctrl+Enter works from any of the fields. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <form
        ref={element}
        className={styles.columns}
        aria-label={t('create.form')}
        noValidate
        onSubmit={onSubmit}
        onKeyDown={onKeyDown}
      >
        <Flex direction="column" gap="4">
          <RequestFields
            form={form}
            owners={owners}
            clusters={clusters}
            problems={shown}
            isDisabled={isHalted}
          />
          {hasParameters && (
            <>
              <Text as="h3" variant="title-x-small">
                {t('create.field.parameters')}
              </Text>
              <ParametersForm
                schema={template.parameters}
                groups={template.groups}
                hidden={preview?.hidden ?? template.hidden}
                value={form.values.parameters}
                problems={shown}
                isShown={form.isTouched}
                isDisabled={isHalted}
                onChange={(parameters, path) =>
                  form.change({ parameters }, path)
                }
                onBlur={form.touch}
              />
            </>
          )}
          <AddOnSwitches
            template={template}
            offered={offeredAddOns ?? everyAddOn}
            value={form.values.addOns}
            problems={shown}
            forced={forcedAddOns}
            isDisabled={isHalted}
            onChange={addOns => form.change({ addOns }, '/addOns')}
          />
          {template.ownManifests && (
            <OwnManifests
              rules={template.ownManifests}
              value={form.values.manifests}
              problems={problemsUnder(shown, '/manifests')}
              isDisabled={isHalted}
              onChange={manifests => form.change({ manifests }, '/manifests')}
            />
          )}
          <LeaseField
            form={form}
            lease={preview?.lease}
            problems={shown}
            isDisabled={isHalted}
          />
          {elsewhere.map(problem => (
            <Alert
              key={problem.path + problem.message}
              role="alert"
              status="danger"
              icon
              title={problem.message}
              description={problem.expected}
            />
          ))}
          {submission.error &&
            (isRevisionChanged ? (
              <Alert
                role="alert"
                status="warning"
                icon
                title={t('create.changed.title')}
                description={t('create.changed.description')}
              />
            ) : (
              <ErrorNotice
                error={submission.error}
                title={t('create.failed')}
                next={t(
                  isRefusal(submission.error)
                    ? 'create.refusedHint'
                    : 'create.retryHint',
                )}
              />
            ))}
          <Flex align="center" gap="3" style={{ flexWrap: 'wrap' }}>
            <Button
              type="submit"
              variant="primary"
              size="medium"
              isDisabled={submission.isSending || isHalted}
            >
              {asks ? t('create.ask', { names: asks }) : t('create.submit')}
            </Button>
            <Text variant="body-small" color="secondary">
              {t('create.submitHint')}
            </Text>
          </Flex>
          <Text as="p" role="status" weight="bold">
            {problems.length > 0 && form.isEverythingTouched
              ? t('create.problems', { count: problems.length })
              : isAskingAnew && whatIsAskedNow()}
          </Text>
        </Flex>
        <PreviewPanel
          template={template}
          preview={preview}
          error={error}
          isUpdating={isUpdating}
          onRetry={refresh}
        />
      </form>
    </Flex>
  );
}

/** What is hidden does not apply, whatever was typed there before. */
function omit(values: Record<string, unknown>, names: string[]) {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => !names.includes(name)),
  );
}

import { Alert, Flex, Text } from '@backstage/ui';
import {
  Environment,
  ObjectChange,
  UpgradePreview,
} from '@sandlot/plugin-environments-common';
import { Digest } from '../components/Digest';
import { ObjectChanges } from '../components/ObjectChanges';
import { ProblemAlerts } from '../components/ProblemAlerts';
import { RequirementList } from '../policies/RequirementList';
import { problemsUnder } from '../create/problems';
import { pointerSegments } from '../format/pointer';
import { useTranslation } from '../hooks/useTranslation';
import { NeededParameters } from './NeededParameters';
import { ReplaceManifests } from './ReplaceManifests';
import { ChangeChoice } from './useChange';

/** The difference, what it means in words, and what stands in the way. */
export function ChangeContents(props: {
  environment: Environment;
  kind: 'upgrade' | 'rollback';
  preview: UpgradePreview;
  isUpdating: boolean;
  choice: ChangeChoice;
  onChoose: (choice: ChangeChoice) => void;
}) {
  const { environment, kind, preview, isUpdating, choice, onChoose } = props;
  const { from, to, objects, unchanged, problems, approvals } = preview;
  const t = useTranslation();
  const withFields = [
    'parameters',
    ...(choice.manifests === undefined ? [] : ['manifests']),
  ];
  const elsewhere = problems.filter(
    ({ path }) =>
      kind === 'rollback' || !withFields.includes(pointerSegments(path)[0]),
  );
  const losesVolumes = objects.some(
    object =>
      object.change === 'removed' && object.kind === 'PersistentVolumeClaim',
  );
  return (
    <Flex direction="column" gap="4">
      <Text as="p">
        {t('environment.change.revisions')} <Digest value={from} />
        {' → '}
        <Digest value={to} />
      </Text>
      {kind === 'upgrade' && (
        <>
          <NeededParameters
            environment={environment}
            preview={preview}
            onChange={parameters => onChoose({ ...choice, parameters })}
          />
          <ReplaceManifests
            template={environment.template.ref}
            value={choice.manifests}
            problems={problemsUnder(problems, '/manifests')}
            onChange={manifests => onChoose({ ...choice, manifests })}
          />
        </>
      )}
      <ProblemAlerts problems={elsewhere} />
      {approvals && (
        <Alert
          role="note"
          status="info"
          icon
          title={t('approvals.change.firstOf')}
          description={<RequirementList requirements={approvals} />}
        />
      )}
      {losesVolumes && (
        <Alert
          role="note"
          status="warning"
          icon
          title={t('environment.change.losesVolumes')}
        />
      )}
      <Flex direction="column" gap="2">
        <Flex justify="between" align="baseline" gap="2">
          <Text as="h3" weight="bold">
            {t('environment.change.title')}
          </Text>
          <Text variant="body-small" color="secondary" role="status">
            {isUpdating ? t('environment.change.updating') : ''}
          </Text>
        </Flex>
        <Text as="p">
          {t('environment.change.summary', {
            changed: String(countOf(objects, 'changed')),
            added: String(countOf(objects, 'added')),
            removed: String(countOf(objects, 'removed')),
          })}
        </Text>
        <ObjectChanges
          label={t('environment.change.title')}
          objects={objects}
          unchanged={unchanged}
        />
      </Flex>
      <Text as="p">{t(`environment.${kind}.meaning`)}</Text>
    </Flex>
  );
}

function countOf(objects: ObjectChange[], change: ObjectChange['change']) {
  return objects.filter(object => object.change === change).length;
}

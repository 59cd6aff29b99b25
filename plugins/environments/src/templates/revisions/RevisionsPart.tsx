import { Flex } from '@backstage/ui';
import { TemplateRevision } from '@sandlot/plugin-environments-common';
import { ResourceView } from '../../components/ResourceView';
import { Sentence } from '../../components/Sentence';
import { TableSkeleton } from '../../components/TableSkeleton';
import { useQueryState } from '../../hooks/useQueryState';
import { Resource } from '../../hooks/useResource';
import { useTranslation } from '../../hooks/useTranslation';
import { CompareRevisions } from './CompareRevisions';
import { RevisionFigures } from './RevisionFigures';
import { RevisionsTable } from './RevisionsTable';

const NAMES = ['from', 'to'] as const;

/** Every revision, what differs between two, and how they fared. */
export function RevisionsPart(props: {
  resource: Resource<TemplateRevision[]>;
  onChanged: () => void;
}) {
  const { resource, onChanged } = props;
  const t = useTranslation();
  const { values, set } = useQueryState(NAMES);

  return (
    <ResourceView resource={resource} skeleton={<TableSkeleton />}>
      {revisions =>
        revisions.length === 0 ? (
          <Sentence>{t('templates.revisions.empty')}</Sentence>
        ) : (
          <Flex direction="column" gap="6">
            <RevisionFigures revisions={revisions} />
            <RevisionsTable
              revisions={revisions}
              isStale={resource.isStale}
              onChanged={onChanged}
              onCompare={(from, to) => set({ from, to })}
            />
            {revisions.length > 1 && (
              <CompareRevisions
                revisions={revisions}
                from={values.from}
                to={values.to}
                onChange={set}
              />
            )}
          </Flex>
        )
      }
    </ResourceView>
  );
}

import { AskedChange } from '@sandlot/plugin-environments-common';
import { ReactNode } from 'react';
import { Digest } from '../components/Digest';
import { EntityName } from '../components/EntityName';
import { Facts } from '../components/Facts';
import { FieldChanges } from '../components/FieldChanges';
import { Time } from '../components/Time';
import { Words } from '../components/Words';
import { useTranslation } from '../hooks/useTranslation';

/** What would be another, what it is and what it would be, and why somebody wants it. */
export function ChangeFacts(props: {
  change: AskedChange;
  /** Who asked, where that stands nowhere else. */
  by?: string;
}) {
  const { by } = props;
  const { end, owner, revision, choices = [], reason } = props.change;
  const t = useTranslation();
  return (
    <>
      <Facts
        items={[
          [
            t('approvals.change.end'),
            end && (
              <FromTo
                from={<Time value={end.from} />}
                to={<Time value={end.to} />}
              />
            ),
          ],
          [
            t('approvals.change.owner'),
            owner && (
              <FromTo
                from={<EntityName entityRef={owner.from} />}
                to={<EntityName entityRef={owner.to} />}
              />
            ),
          ],
          [
            t('approvals.change.revision'),
            revision && revision.from !== revision.to && (
              <FromTo
                from={<Digest value={revision.from} />}
                to={<Digest value={revision.to} />}
              />
            ),
          ],
          [t('approvals.column.by'), by && <EntityName entityRef={by} />],
          [
            t('approvals.change.reason'),
            reason === undefined ? undefined : <Words>{reason}</Words>,
          ],
        ]}
      />
      {choices.length > 0 && (
        <FieldChanges label={t('approvals.change.choices')} fields={choices} />
      )}
    </>
  );
}

function FromTo(props: { from: ReactNode; to: ReactNode }) {
  return (
    <>
      {props.from}
      {' → '}
      {props.to}
    </>
  );
}

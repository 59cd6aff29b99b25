import { AuditActor } from '@sandlot/plugin-environments-common';
import { entityName } from '../format/entityRef';
import { useTranslation } from '../hooks/useTranslation';

/** Who did it; where the portal acted for somebody, that person and the portal. */
export function ActorName(props: { actor: AuditActor }) {
  const { ref, onBehalfOf } = props.actor;
  const t = useTranslation();
  return onBehalfOf ? (
    <span title={ref}>
      {t('audit.actor.throughPortal', { person: entityName(onBehalfOf) })}
    </span>
  ) : (
    <span>{entityName(ref)}</span>
  );
}

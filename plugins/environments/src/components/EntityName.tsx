import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { entityName, isEntityRef } from '../format/entityRef';

/** A link to the page of an owner, person or template; others by name. */
export function EntityName(props: { entityRef: string }) {
  const { entityRef } = props;
  return isEntityRef(entityRef) ? (
    <EntityRefLink entityRef={entityRef} hideIcon disableTooltip>
      {entityName(entityRef)}
    </EntityRefLink>
  ) : (
    <span>{entityRef}</span>
  );
}

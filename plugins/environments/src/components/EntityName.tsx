import { entityName, isEntityRef } from '@sandlot/plugin-environments-common';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';

/** A link to the page of an owner, person or template; others by name. */
export function EntityName(props: { entityRef: string }) {
  const { entityRef } = props;
  return isEntityRef(entityRef) ? (
    <EntityLink entityRef={entityRef} />
  ) : (
    <span>{entityRef}</span>
  );
}

function EntityLink(props: { entityRef: string }) {
  const toEntity = useEntityRefLink();
  return (
    <Link href={toEntity(props.entityRef)}>{entityName(props.entityRef)}</Link>
  );
}

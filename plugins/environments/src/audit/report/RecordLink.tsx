import { Link } from '@backstage/ui';
import { ReactNode } from 'react';
import { useLinks } from '../../hooks/useLinks';

/** Leads from a line of the report to the record behind it. */
export function RecordLink(props: { eventId: string; children: ReactNode }) {
  const links = useLinks();
  return (
    <Link href={links.audit?.({ record: props.eventId }) ?? ''}>
      {props.children}
    </Link>
  );
}

import { Fragment } from 'react';
import { EntityName } from './EntityName';

/** References of people and groups; a full stop after one is not part of it. */
const REFERENCE = /((?:user|group):[\w.-]+\/[\w-]+(?:\.[\w-]+)*)/;

/** A sentence of the server's; people and groups in it are links by name. */
export function Words(props: { children: string }) {
  // With the group in the expression every second part is a reference.
  const parts = props.children.split(REFERENCE);
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={index}>
          {index % 2 === 1 ? <EntityName entityRef={part} /> : part}
        </Fragment>
      ))}
    </>
  );
}

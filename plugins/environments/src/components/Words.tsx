import { Fragment } from 'react';
import { Digest } from './Digest';
import { EntityName } from './EntityName';

/**
 * References of people and groups, and digests; a full stop after one is not part of
 * it.
 */
const NAMED =
  /((?:user|group):[\w.-]+\/[\w-]+(?:\.[\w-]+)*|sha256:[0-9a-f]{64}\b)/;

/** A sentence of the server's; people and groups in it are links by name, digests short. */
export function Words(props: { children: string }) {
  // With the group in the expression every second part is one of them.
  const parts = props.children.split(NAMED);
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={index}>
          {index % 2 === 1 ? <Named value={part} /> : part}
        </Fragment>
      ))}
    </>
  );
}

function Named({ value }: { value: string }) {
  return value.startsWith('sha256:') ? (
    <Digest value={value} />
  ) : (
    <EntityName entityRef={value} />
  );
}

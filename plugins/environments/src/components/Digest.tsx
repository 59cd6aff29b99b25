import { shortDigest } from '../format/digest';

/** The start of a digest, the whole of it on hover. */
export function Digest(props: { value: string }) {
  return (
    <code
      title={props.value}
      style={{ fontFamily: 'var(--bui-font-monospace)' }}
    >
      {shortDigest(props.value)}
    </code>
  );
}

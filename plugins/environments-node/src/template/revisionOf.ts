import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { EnvironmentTemplate } from './EnvironmentTemplate';

/**
 * The digest that names this content of a template: SHA-256 of its canonical
 * JSON (RFC 8785), as `sha256:` and 64 hexadecimal digits.
 *
 * @public
 */
export function revisionOf(template: EnvironmentTemplate): string {
  const { apiVersion, kind, metadata, spec } = template;
  const { name, namespace, title, description, tags } = metadata;
  const content = canonicalize({
    apiVersion,
    kind,
    metadata: { name, namespace, title, description, tags },
    spec,
  });
  return `sha256:${createHash('sha256')
    .update(content!, 'utf8')
    .digest('hex')}`;
}

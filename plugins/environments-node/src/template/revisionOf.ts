import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { EnvironmentModule } from './EnvironmentModule';
import type { EnvironmentTemplate } from './EnvironmentTemplate';
import { isResolved } from './modules/partsOf';

/**
 * The digest that names this content of a template, with that of its modules:
 * SHA-256 of its canonical JSON (RFC 8785), as `sha256:` and 64 hexadecimal
 * digits.
 *
 * @throws Error when its modules were not looked up: without them the same
 * name would stand for different objects
 *
 * @public
 */
export function revisionOf(template: EnvironmentTemplate): string {
  if (!isResolved(template)) {
    throw new Error(
      `Template "${template.metadata.name}" has no revision: its modules were not looked up`,
    );
  }
  return digestOf(template, template.modules);
}

/**
 * The digest that names this content of a module, as {@link revisionOf} does
 * for templates.
 *
 * @public
 */
export function moduleRevisionOf(module: EnvironmentModule): string {
  return digestOf(module);
}

function digestOf(
  content: EnvironmentTemplate | EnvironmentModule,
  modules?: EnvironmentTemplate['modules'],
): string {
  const { apiVersion, kind, metadata, spec } = content;
  const { name, namespace, title, description, tags } = metadata;
  const canonical = canonicalize({
    apiVersion,
    kind,
    metadata: { name, namespace, title, description, tags },
    spec,
    modules,
  });
  return `sha256:${createHash('sha256')
    .update(canonical!, 'utf8')
    .digest('hex')}`;
}

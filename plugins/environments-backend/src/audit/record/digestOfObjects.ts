import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { canonicalBytes, formatDigest, sha256 } from '../canonical';

/** Operations that make an environment of its objects, all of them. */
const MAKES_ALL = [
  'create',
  'claim',
  'upgrade',
  'rollback',
  'revert',
  'restore',
  'transfer',
];

/**
 * What a record of such an operation says about the objects as they were
 * rendered: a digest over all, in their order. Nothing in the record of others.
 */
export function digestOfObjects(
  kind: string,
  manifests: KubernetesObject[],
): { objectsDigest?: string } {
  if (!MAKES_ALL.includes(kind) || manifests.length === 0) return {};
  return { objectsDigest: formatDigest(sha256(canonicalBytes(manifests))) };
}

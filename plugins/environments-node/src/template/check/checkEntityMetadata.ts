import type { Entity } from '@backstage/catalog-model';
import { pointer } from '../pointer';
import type { TemplateProblem } from '../TemplateProblem';

/** The catalog's rule, in lower case: the name becomes a label's value too. */
const NAME = /^[a-z0-9]([-a-z0-9_.]{0,61}[a-z0-9])?$/;
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const TAG = /^[a-z0-9:+#]+(-[a-z0-9:+#]+)*$/;
const LONGEST_TAG = 63;

/** What the catalog would refuse of an entity's metadata, told where files are checked. */
export function checkEntityMetadata({
  metadata: { name, namespace, tags = [] },
}: Entity): TemplateProblem[] {
  return [
    ...(NAME.test(name)
      ? []
      : [
          {
            path: '/metadata/name',
            message: `"${name}" can't be its name`,
            expected:
              'at most 63 lower case letters, digits, "-", "_" and ".", a letter or digit at both ends',
          },
        ]),
    ...(namespace === undefined || NAMESPACE.test(namespace)
      ? []
      : [
          {
            path: '/metadata/namespace',
            message: `"${namespace}" can't be its namespace in the catalog`,
            expected:
              'at most 63 lower case letters, digits and hyphens, a letter or digit at both ends',
          },
        ]),
    ...(Array.isArray(tags) ? tags : []).flatMap((tag, index) =>
      typeof tag === 'string' && tag.length <= LONGEST_TAG && TAG.test(tag)
        ? []
        : [
            {
              path: pointer('/metadata/tags', index),
              message: `"${tag}" can't be a tag`,
              expected:
                'at most 63 lower case letters, digits, ":", "+" and "#", with single hyphens between them',
            },
          ],
    ),
  ];
}

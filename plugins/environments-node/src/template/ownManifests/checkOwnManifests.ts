import { OWN_MANIFEST_KINDS } from '@sandlot/plugin-environments-common';
import type { EnvironmentTemplate } from '../EnvironmentTemplate';
import { pointer } from '../pointer';
import { checkObject } from '../safety';
import type { TemplateProblem } from '../TemplateProblem';
import { isPlainObject } from '../tree';

const PATH = '/manifests';
const USUAL_MAXIMUM = 20;

/**
 * The developer's own objects: only kinds that the template admits, under the
 * rules for every object of an environment. They are literal: `${` means
 * nothing in them.
 */
export function checkOwnManifests(
  template: EnvironmentTemplate,
  manifests: unknown[],
): TemplateProblem[] {
  if (manifests.length === 0) {
    return [];
  }
  const { ownManifests } = template.spec;
  if (!ownManifests) {
    return [
      { path: PATH, message: 'the template admits no manifests of your own' },
    ];
  }
  const { maximum = USUAL_MAXIMUM } = ownManifests;
  // Whatever a stored template says: never who may do what, nor how much.
  const kinds: string[] = OWN_MANIFEST_KINDS.filter(kind =>
    ownManifests.kinds.includes(kind),
  );
  return [
    ...(manifests.length > maximum
      ? [
          {
            path: PATH,
            message: `${manifests.length} objects are more than the template admits`,
            expected: `${maximum} at most`,
          },
        ]
      : []),
    ...manifests.flatMap((manifest, index) =>
      checkManifest(manifest, kinds, pointer(PATH, index)),
    ),
  ];
}

function checkManifest(
  manifest: unknown,
  kinds: string[],
  path: string,
): TemplateProblem[] {
  if (!isPlainObject(manifest)) {
    return [{ path, message: 'not a Kubernetes object' }];
  }
  const { kind } = manifest;
  if (typeof kind !== 'string' || !kinds.includes(kind)) {
    return [
      {
        path: pointer(path, 'kind'),
        message:
          kind === undefined
            ? 'missing'
            : `the template admits no "${kind}" of your own`,
        expected: `one of ${kinds.join(', ')}`,
      },
    ];
  }
  return checkObject(manifest, { path, isLiteral: true });
}

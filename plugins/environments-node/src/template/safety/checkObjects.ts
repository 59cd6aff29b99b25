import type { Problem } from '@sandlot/plugin-environments-common';
import type { KubernetesObject } from '../../KubernetesObject';
import {
  ANNOTATION_OWNER,
  ANNOTATION_REQUEST,
  ANNOTATION_REVISION,
  LABEL_BACKSTAGE_ID,
  LABEL_ENVIRONMENT,
  LABEL_MANAGED_BY,
  LABEL_ORIGIN,
  LABEL_TEMPLATE,
} from '../../labels';
import { pointer } from '../pointer';
import { isPlainObject } from '../tree';
import type { PlainObject } from '../tree';
import { checkObject } from './checkObject';
import { checkRequired } from './checkRequired';
import { podPathOf } from './podPathOf';

const OWN_MARKS = [
  LABEL_MANAGED_BY,
  LABEL_ENVIRONMENT,
  LABEL_TEMPLATE,
  LABEL_BACKSTAGE_ID,
  LABEL_ORIGIN,
  ANNOTATION_OWNER,
  ANNOTATION_REQUEST,
  ANNOTATION_REVISION,
];

/**
 * What makes the objects of an environment unfit as they are, marks and all:
 * the same rules as for what is rendered, for objects that have been changed
 * since.
 *
 * @param objects - of one environment; its Namespace is not looked at
 * @returns paths are JSON Pointers into the list
 *
 * @public
 */
export function checkObjects(objects: KubernetesObject[]): Problem[] {
  const unmarked = objects.map(withoutMarks);
  return [
    ...objects.flatMap(({ kind, metadata: { namespace } }, index) => {
      const path = pointer('', index);
      return kind === 'Namespace'
        ? []
        : checkObject(unmarked[index], { path, namespace });
    }),
    ...checkRequired(unmarked, ''),
  ];
}

function withoutMarks(object: KubernetesObject): PlainObject {
  const bare = structuredClone(object) as PlainObject;
  const podPath = podPathOf(object);
  unmark(bare);
  if (podPath) {
    unmark(
      podPath
        .slice(0, -1)
        .reduce<unknown>(
          (value, key) => (isPlainObject(value) ? value[key] : undefined),
          bare,
        ),
    );
  }
  return bare;
}

/** Where the portal puts them, and nowhere else. */
function unmark(holder: unknown): void {
  const metadata = isPlainObject(holder) ? holder.metadata : undefined;
  if (!isPlainObject(metadata)) return;
  for (const map of [metadata.labels, metadata.annotations]) {
    if (isPlainObject(map)) OWN_MARKS.forEach(mark => delete map[mark]);
  }
}

import type { Problem } from '@sandlot/plugin-environments-common';
import { OWNER_SERVICE_ACCOUNT, VIEWER_SERVICE_ACCOUNT } from '../../labels';
import { hasExpression } from '../expressions';
import { pointer } from '../pointer';
import { isPlainObject } from '../tree';
import type { PlainObject } from '../tree';
import { at, listAt } from '../at';
import { isOpen } from './CheckScope';
import type { CheckScope } from './CheckScope';
import { checkContainer } from './checkContainer';
import { checkSecurityContext } from './checkSecurityContext';
import type { Report } from './checkSecurityContext';
import { podPathOf } from './podPathOf';

/** Volume types that the profile `restricted` admits. */
const VOLUMES = [
  'configMap',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const PEOPLES_ACCOUNTS: string[] = [
  OWNER_SERVICE_ACCOUNT,
  VIEWER_SERVICE_ACCOUNT,
];
const HOST_FIELDS = ['hostNetwork', 'hostPID', 'hostIPC'];
/** Fields that only the cluster's own pods need, with what they would do. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  nodeName: 'would go around the scheduler',
  schedulerName: 'would go around the scheduler',
  priority: "would push other people's pods aside",
  resourceClaims: 'would take devices that no quota counts',
  ephemeralContainers: "can't be part of a template",
};
/** Seconds. Whoever holds a longer token has more than the portal ever gives. */
const LONGEST_TOKEN = 86_400;

/**
 * The Pod Security Standard `restricted`, as the namespace will enforce it.
 * The cluster would refuse such pods only after the environment says Ready.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export function checkPods(object: PlainObject, scope: CheckScope): Problem[] {
  const podPath = podPathOf(object);
  if (!podPath) {
    return [];
  }
  const problems: Problem[] = [];
  const report: Report = (keys, message, expected) => {
    const path = pointer(scope.path, ...podPath, ...keys);
    problems.push({ path, message, ...(expected && { expected }) });
  };
  const pod = at(object, ...podPath);
  if (!isPlainObject(pod)) {
    if (!isOpen(scope, pod)) {
      report([], 'missing', 'a pod specification');
    }
    return problems;
  }
  checkPod(pod, report);
  checkVolumes(pod, report);
  for (const list of ['initContainers', 'containers']) {
    listAt(pod, list).forEach((container, index) => {
      const reportContainer: Report = (keys, ...rest) =>
        report([list, index, ...keys], ...rest);
      checkContainer(pod, container, reportContainer);
    });
  }
  return problems;
}

function checkPod(pod: PlainObject, report: Report) {
  for (const field of HOST_FIELDS) {
    if ((pod[field] ?? false) !== false) {
      report([field], "would share the node's own", 'left out');
    }
  }
  for (const [field, message] of Object.entries(FORBIDDEN)) {
    if (pod[field] !== undefined) {
      report([field], message, 'left out');
    }
  }
  const priority = pod.priorityClassName;
  if (hasExpression(priority) || String(priority).startsWith('system-')) {
    report(['priorityClassName'], "would push the cluster's own pods aside");
  }
  for (const field of ['serviceAccountName', 'serviceAccount']) {
    if (PEOPLES_ACCOUNTS.includes(pod[field] as string)) {
      report(
        [field],
        `"${pod[field]}" is for people: whoever gets into the pod would have their rights`,
        'another account, such as the one that the module ci-account makes',
      );
    }
  }
  checkSecurityContext(pod, report);
}

function checkVolumes(pod: PlainObject, report: Report) {
  listAt(pod, 'volumes').forEach((volume, index) => {
    const types = isPlainObject(volume)
      ? Object.keys(volume).filter(key => key !== 'name')
      : [];
    for (const type of types.filter(key => !VOLUMES.includes(key))) {
      const message =
        type === 'hostPath'
          ? 'would reach the files of the node'
          : `a ${type} volume is not admitted`;
      report(['volumes', index, type], message, `one of ${VOLUMES.join(', ')}`);
    }
    listAt(volume, 'projected', 'sources').forEach((source, place) => {
      const seconds = at(source, 'serviceAccountToken', 'expirationSeconds');
      if (typeof seconds === 'number' && seconds > LONGEST_TOKEN) {
        report(
          [
            'volumes',
            index,
            'projected',
            'sources',
            place,
            'serviceAccountToken',
            'expirationSeconds',
          ],
          'a token that lives longer than a day',
          `${LONGEST_TOKEN} at most`,
        );
      }
    });
  });
}

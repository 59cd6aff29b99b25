import type { Problem } from '@sandlot/plugin-environments-common';
import { hasExpression } from '../expressions';
import { pointer } from '../pointer';
import { isPlainObject } from '../tree';
import type { PlainObject } from '../tree';
import { at, listAt } from '../at';
import { isOpen } from './CheckScope';
import type { CheckScope } from './CheckScope';
import { podPathOf } from './podPathOf';

/** Volume types that the profile `restricted` admits. */
const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const HOST_FIELDS = ['hostNetwork', 'hostPID', 'hostIPC'];
const SECCOMP_TYPES = ['RuntimeDefault', 'Localhost'];

type Report = (keys: PropertyKey[], message: string, expected?: string) => void;

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
  if (pod.nodeName !== undefined) {
    report(['nodeName'], 'would go around the scheduler', 'left out');
  }
  const priority = pod.priorityClassName;
  if (hasExpression(priority) || String(priority).startsWith('system-')) {
    report(['priorityClassName'], "would push the cluster's own pods aside");
  }
  if (pod.ephemeralContainers !== undefined) {
    report(['ephemeralContainers'], "can't be part of a template");
  }
  checkUser(pod, [], report);
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
  });
}

function checkContainer(pod: PlainObject, container: unknown, report: Report) {
  const context = (...keys: string[]) =>
    at(container, 'securityContext', ...keys);

  if ((context('privileged') ?? false) !== false) {
    report(['securityContext', 'privileged'], 'would own the node', 'left out');
  }
  if (context('allowPrivilegeEscalation') !== false) {
    report(
      ['securityContext', 'allowPrivilegeEscalation'],
      'the pod would be refused (pod security: restricted)',
      'false',
    );
  }
  if (
    !listAt(container, 'securityContext', 'capabilities', 'drop').includes(
      'ALL',
    )
  ) {
    report(
      ['securityContext', 'capabilities', 'drop'],
      'the pod would be refused (pod security: restricted)',
      '[ALL]',
    );
  }
  const added = context('capabilities', 'add');
  const isHarmless =
    Array.isArray(added) && added.every(name => name === 'NET_BIND_SERVICE');
  if (added !== undefined && !isHarmless) {
    report(
      ['securityContext', 'capabilities', 'add'],
      'the pod would be refused (pod security: restricted)',
      'NET_BIND_SERVICE or nothing',
    );
  }
  const nonRoot =
    context('runAsNonRoot') ?? at(pod, 'securityContext', 'runAsNonRoot');
  if (nonRoot !== true) {
    report(
      ['securityContext', 'runAsNonRoot'],
      'the pod would be refused (pod security: restricted)',
      'true, here or for the pod',
    );
  }
  const seccomp =
    context('seccompProfile', 'type') ??
    at(pod, 'securityContext', 'seccompProfile', 'type');
  if (!SECCOMP_TYPES.includes(seccomp as string)) {
    report(
      ['securityContext', 'seccompProfile', 'type'],
      'the pod would be refused (pod security: restricted)',
      `${SECCOMP_TYPES.join(' or ')}, here or for the pod`,
    );
  }
  if ((context('procMount') ?? 'Default') !== 'Default') {
    report(['securityContext', 'procMount'], "would show the node's /proc");
  }
  listAt(container, 'ports').forEach((port, index) => {
    if ((at(port, 'hostPort') ?? 0) !== 0) {
      report(['ports', index, 'hostPort'], "would take the node's port");
    }
  });
  checkUser(container, [], report);
}

/** Fields that pods and containers share. */
function checkUser(holder: unknown, keys: PropertyKey[], report: Report) {
  const context = (...path: string[]) => at(holder, 'securityContext', ...path);
  if (context('runAsUser') === 0) {
    report([...keys, 'securityContext', 'runAsUser'], 'is root', 'not 0');
  }
  if (context('windowsOptions', 'hostProcess') !== undefined) {
    report(
      [...keys, 'securityContext', 'windowsOptions', 'hostProcess'],
      'would run on the node itself',
    );
  }
  if (
    context('sysctls') !== undefined ||
    context('seLinuxOptions') !== undefined
  ) {
    report(
      [...keys, 'securityContext'],
      'kernel settings are not for a template',
      'neither sysctls nor seLinuxOptions',
    );
  }
}

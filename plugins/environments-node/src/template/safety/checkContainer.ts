import { at, listAt } from '../at';
import type { PlainObject } from '../tree';
import {
  checkSecurityContext,
  REFUSED,
  SECCOMP_TYPES,
} from './checkSecurityContext';
import type { Report } from './checkSecurityContext';

const HANDLERS = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
];

/** What the profile `restricted` wants of a container in its pod. */
export function checkContainer(
  pod: PlainObject,
  container: unknown,
  report: Report,
): void {
  const context = (...keys: string[]) =>
    at(container, 'securityContext', ...keys);

  if ((context('privileged') ?? false) !== false) {
    report(['securityContext', 'privileged'], 'would own the node', 'left out');
  }
  if (context('allowPrivilegeEscalation') !== false) {
    report(['securityContext', 'allowPrivilegeEscalation'], REFUSED, 'false');
  }
  if (
    !listAt(container, 'securityContext', 'capabilities', 'drop').includes(
      'ALL',
    )
  ) {
    report(['securityContext', 'capabilities', 'drop'], REFUSED, '[ALL]');
  }
  const added = context('capabilities', 'add');
  const isHarmless =
    Array.isArray(added) && added.every(name => name === 'NET_BIND_SERVICE');
  if (added !== undefined && !isHarmless) {
    report(
      ['securityContext', 'capabilities', 'add'],
      REFUSED,
      'NET_BIND_SERVICE or nothing',
    );
  }
  const nonRoot =
    context('runAsNonRoot') ?? at(pod, 'securityContext', 'runAsNonRoot');
  if (nonRoot === undefined) {
    report(
      ['securityContext', 'runAsNonRoot'],
      REFUSED,
      'true, here or for the pod',
    );
  }
  const seccomp =
    context('seccompProfile', 'type') ??
    at(pod, 'securityContext', 'seccompProfile', 'type');
  if (seccomp === undefined) {
    report(
      ['securityContext', 'seccompProfile', 'type'],
      REFUSED,
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
  checkHandlers(container, report);
  checkSecurityContext(container, report);
}

/** With a host, the node itself would call it from within its own network. */
function checkHandlers(container: unknown, report: Report): void {
  for (const handler of HANDLERS) {
    for (const action of ['httpGet', 'tcpSocket']) {
      if (at(container, ...handler, action, 'host') !== undefined) {
        report(
          [...handler, action, 'host'],
          'would have the node call another host',
          'left out',
        );
      }
    }
  }
}

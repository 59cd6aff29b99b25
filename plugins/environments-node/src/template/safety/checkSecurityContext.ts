import { at } from '../at';

/** Adds a problem at the keys below the pod or container. */
export type Report = (
  keys: PropertyKey[],
  message: string,
  expected?: string,
) => void;

export const REFUSED = 'the pod would be refused (pod security: restricted)';
export const SECCOMP_TYPES = ['RuntimeDefault', 'Localhost'];

/** What pods and containers may each say themselves, whatever the other one says. */
export function checkSecurityContext(holder: unknown, report: Report): void {
  const context = (...path: string[]) => at(holder, 'securityContext', ...path);
  if (context('runAsUser') === 0) {
    report(['securityContext', 'runAsUser'], 'is root', 'not 0');
  }
  if (context('windowsOptions', 'hostProcess') !== undefined) {
    report(
      ['securityContext', 'windowsOptions', 'hostProcess'],
      'would run on the node itself',
    );
  }
  if (
    context('sysctls') !== undefined ||
    context('seLinuxOptions') !== undefined
  ) {
    report(
      ['securityContext'],
      'kernel settings are not for a template',
      'neither sysctls nor seLinuxOptions',
    );
  }
  if ((context('runAsNonRoot') ?? true) !== true) {
    report(['securityContext', 'runAsNonRoot'], REFUSED, 'true');
  }
  const seccomp = context('seccompProfile', 'type');
  if (seccomp !== undefined && !SECCOMP_TYPES.includes(seccomp as string)) {
    report(
      ['securityContext', 'seccompProfile', 'type'],
      REFUSED,
      SECCOMP_TYPES.join(' or '),
    );
  }
  const appArmor = context('appArmorProfile', 'type');
  if (appArmor !== undefined && !SECCOMP_TYPES.includes(appArmor as string)) {
    report(
      ['securityContext', 'appArmorProfile', 'type'],
      REFUSED,
      SECCOMP_TYPES.join(' or '),
    );
  }
  for (const profile of ['seccompProfile', 'appArmorProfile']) {
    if (
      context(profile, 'type') === 'Localhost' &&
      (context(profile, 'localhostProfile') ?? '') === ''
    ) {
      report(
        ['securityContext', profile, 'localhostProfile'],
        'missing',
        'the name of the profile on the nodes',
      );
    }
  }
}

import { Environment, Phase } from '@sandlot/plugin-environments-common';

/** What needs attention comes first. */
const PHASE_ORDER: Phase[] = [
  'Failed',
  'Deleting',
  'Provisioning',
  'Updating',
  'Ready',
  'Deleted',
];

export const PHASES: readonly Phase[] = PHASE_ORDER;

export function isChanging(phase: Phase): boolean {
  return (
    phase === 'Provisioning' || phase === 'Updating' || phase === 'Deleting'
  );
}

/** The same environments: those that need attention first, then the newest. */
export function byAttention(environments: Environment[]): Environment[] {
  return [...environments].sort(
    (a, b) =>
      PHASE_ORDER.indexOf(a.phase) - PHASE_ORDER.indexOf(b.phase) ||
      b.createdAt.localeCompare(a.createdAt),
  );
}

/** Since when the environment is in its phase. */
export function phaseSince(environment: Environment): string {
  const { phase, operation } = environment;
  switch (phase) {
    case 'Ready':
      return environment.readyAt ?? environment.updatedAt;
    case 'Deleted':
      return environment.deletedAt ?? environment.updatedAt;
    case 'Failed':
      return operation.finishedAt ?? environment.updatedAt;
    default:
      return operation.requestedAt;
  }
}

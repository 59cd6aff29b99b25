import { OPS_TEAM } from '../src/__testUtils__/approvalFixtures';
import { FakeEnvironmentsApi } from '../src/__testUtils__/FakeEnvironmentsApi';
import { inDays } from '../src/__testUtils__/fakePreview';
import { DANA, OPS } from '../src/__testUtils__/fixtures';

const LIVE = {
  extend: true,
  transfer: true,
  members: true,
  clone: true,
  planHibernation: true,
  legalHold: true,
  delete: true,
  hold: true,
};
const WORKLOADS = [
  { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', replicas: 2 },
  { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'database', replicas: 1 },
];

/** @returns a lease from some days ago until so many days from now */
function lease(days: number) {
  return {
    expiresAt: inDays(days),
    latest: inDays(days + 14),
    approvers: [OPS_TEAM],
    restoreSeconds: 7 * 86_400,
    warnings: [2, 2 / 24, 0.5 / 24].map(before => ({
      at: inDays(days - before),
      before: 'expiry' as const,
      sentAt: days < before ? inDays(days - before) : undefined,
    })),
  };
}

/** One environment in each state of its life. */
export function addLifecycle(api: FakeEnvironmentsApi) {
  api.add({
    name: 'shop-long',
    phase: 'Ready',
    createdAt: inDays(-4),
    lease: lease(9.5),
    lastUse: { at: inDays(-0.1), signal: 'change' },
    hibernationPlan: {
      hours: {
        timeZone: 'Europe/Berlin',
        days: ['mon', 'tue', 'wed', 'thu', 'fri'],
        from: '08:00',
        to: '18:00',
      },
      idleHours: 12,
    },
    members: [
      { ref: 'user:default/milo', by: DANA, since: inDays(-1) },
      { ref: 'group:default/team-orchard', by: DANA, since: inDays(-2) },
    ],
    allowed: { ...LIVE, access: true, hibernate: true },
  });
  api.add({
    name: 'shop-soon',
    phase: 'Ready',
    createdAt: inDays(-6),
    lease: lease(0.8),
    allowed: { ...LIVE, access: true, hibernate: true },
  });
  api.add({
    name: 'shop-kept',
    phase: 'Ready',
    createdAt: inDays(-6),
    lease: lease(0.5),
    legalHold: { by: OPS, since: inDays(-1), reason: 'Incident of Friday' },
    allowed: { ...LIVE, access: true, hibernate: true, delete: false },
  });
  api.add({
    name: 'shop-asleep',
    phase: 'Hibernated',
    createdAt: inDays(-3),
    lease: lease(5.5),
    hibernation: {
      since: inDays(-0.4),
      cause: 'idle',
      by: 'system:lifecycle',
      workloads: WORKLOADS,
    },
    allowed: { ...LIVE, transfer: false, resume: true },
  });
  api.add({
    name: 'shop-expired',
    phase: 'Hibernated',
    createdAt: inDays(-9),
    lease: { ...lease(-1.5), deleteAt: inDays(5.5) },
    hibernation: {
      since: inDays(-1.5),
      cause: 'lease',
      by: 'system:lifecycle',
      workloads: WORKLOADS,
    },
    allowed: { legalHold: true, delete: true, restore: true, clone: true },
  });
  api.limits = [
    {
      scope: 'owner',
      title: 'Environments of team-harbor',
      used: 2,
      maximum: 3,
    },
    { scope: 'all', title: 'All environments', used: 40, maximum: 40 },
  ];
  api.waits = true;
}

/**
 * Those whose state would pass by itself.
 *
 * @returns ids of those that nothing is to move on
 */
export async function addStanding(api: FakeEnvironmentsApi): Promise<string[]> {
  const waiting = api.add({
    name: 'shop-waiting',
    phase: 'Waiting',
    waiting: { ahead: 2 },
    lease: lease(7),
    allowed: { ...LIVE, hold: false, transfer: false, cancel: true },
  });
  const stuck = api.add({ name: 'shop-stuck', phase: 'Ready' });
  await api.deleteEnvironment(stuck.id);
  api.advance(stuck.id);
  api.block(stuck.id, [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      name: 'data-database-0',
      finalizers: ['kubernetes.io/pvc-protection'],
      managers: ['kube-controller-manager'],
      since: inDays(-0.01),
      message: 'A pod still uses the volume.',
    },
  ]);
  const deleted = api.add({ name: 'shop-deleted', phase: 'Ready' });
  await api.deleteEnvironment(deleted.id);
  while (api.advance(deleted.id).phase === 'Deleting');
  return [waiting.id, stuck.id];
}

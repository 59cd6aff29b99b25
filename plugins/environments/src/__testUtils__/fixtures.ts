import { COMPONENT_TEMPLATE } from './componentTemplate';
import {
  AuditRecord,
  Cluster,
  Operation,
  SummaryItem,
  TemplateDetail,
} from '@sandlot/plugin-environments-common';

export const CLUSTER: Cluster = {
  name: 'local',
  title: 'Local cluster',
  reality: 'simulated',
};

export const DANA = 'user:default/dana';
/** Somebody who looks after the platform. */
export const OPS = 'user:default/olga';
export const TEAM = 'group:default/team-harbor';

function revision(seed: string): string {
  return `sha256:${seed.repeat(64).slice(0, 64)}`;
}

/** What a template without the extras has of them. */
const PLAIN = {
  state: 'published' as const,
  groups: [],
  hidden: [],
  addOns: [],
  checks: [],
};

export const TEMPLATES: TemplateDetail[] = [
  {
    ref: 'environmenttemplate:default/database-sandbox',
    namespace: 'default',
    name: 'database-sandbox',
    title: 'Database sandbox',
    description: 'A PostgreSQL server of your own on a volume.',
    owner: 'group:default/platform-ops',
    tags: ['sandbox', 'database'],
    revision: revision('d1'),
    ...PLAIN,
    parameters: {
      type: 'object',
      required: ['version', 'database', 'storage'],
      properties: {
        version: {
          title: 'Version',
          type: 'string',
          default: '18',
          oneOf: [
            { const: '18', title: 'PostgreSQL 18' },
            { const: '17', title: 'PostgreSQL 17' },
          ],
        },
        database: {
          title: 'Database',
          description: 'The database that is there at the start.',
          type: 'string',
          default: 'app',
        },
        storage: {
          title: 'Volume (GiB)',
          type: 'integer',
          default: 5,
          minimum: 1,
          maximum: 50,
        },
        notes: {
          title: 'Notes',
          type: 'string',
          format: 'textarea',
        },
        backups: {
          title: 'Backups',
          description: 'Copies the database every night.',
          type: 'boolean',
          default: false,
        },
      },
    },
  },
  {
    ref: 'environmenttemplate:default/service-sandbox',
    namespace: 'default',
    name: 'service-sandbox',
    title: 'Service sandbox',
    description: 'One stateless service, running.',
    owner: 'group:default/platform-ops',
    tags: ['sandbox', 'service'],
    revision: revision('5e'),
    ...PLAIN,
    parameters: {
      type: 'object',
      required: ['image'],
      properties: {
        image: { title: 'Image', type: 'string' },
        logLevel: {
          title: 'Log level',
          type: 'string',
          default: 'info',
          enum: ['debug', 'info', 'warn', 'error'],
        },
      },
    },
  },
  {
    ref: 'environmenttemplate:default/team-sandbox',
    namespace: 'default',
    name: 'team-sandbox',
    title: 'Team sandbox',
    description: 'An empty namespace for a team to try things in.',
    owner: 'group:default/platform-ops',
    tags: ['sandbox', 'kubernetes'],
    revision: revision('7e'),
    ...PLAIN,
    parameters: { type: 'object', properties: {} },
  },
  COMPONENT_TEMPLATE,
];

export const SUMMARY: SummaryItem[] = [
  { topic: 'namespace', text: 'A namespace of your own' },
  { topic: 'quota', text: 'Up to 4 CPU and 8 GiB memory, at most 40 pods' },
  { topic: 'network', text: 'No traffic from other namespaces' },
  { topic: 'network', text: 'Out to DNS and HTTPS on the internet' },
  { topic: 'security', text: 'Containers run as non-root' },
  { topic: 'access', text: 'The owner may change everything but the rules' },
];

export const OBJECTS = [
  { apiVersion: 'v1', kind: 'Namespace', wave: 'namespace', origin: 'portal' },
  {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    wave: 'policies',
    origin: 'module.quota',
  },
  {
    apiVersion: 'v1',
    kind: 'LimitRange',
    wave: 'policies',
    origin: 'module.quota',
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    wave: 'policies',
    origin: 'template',
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    wave: 'policies',
    origin: 'template',
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    wave: 'workloads',
    origin: 'template',
  },
] as const;

const UPDATE_STAGES = [
  ['policies', 'Set quota, limits, network and access'],
  ['workloads', 'Apply the workloads'],
  ['prune', 'Remove what is no longer wanted'],
  ['checks', 'Wait for the checks of the template'],
] as const;

const RESUME_STAGES = [
  ['scale', 'Scale the workloads'],
  ['verify', 'Prove that it is what it should be'],
] as const;
const WRITE_STAGES = [['write', 'Write it down']] as const;
const STAGES = {
  create: [
    ['namespace', 'Make the namespace'],
    ['policies', 'Set quota, limits, network and access'],
    ['workloads', 'Start the workloads'],
    ['verify', 'Prove that it is ready'],
  ],
  delete: [
    ['delete', 'Ask the cluster to delete the namespace'],
    ['drain', 'Wait until everything in it is gone'],
  ],
  upgrade: UPDATE_STAGES,
  rollback: UPDATE_STAGES,
  revert: UPDATE_STAGES,
  claim: UPDATE_STAGES,
  transfer: UPDATE_STAGES,
  hibernate: [
    ['sizes', 'Note the sizes of the workloads'],
    ['scale', 'Scale the workloads'],
  ],
  resume: RESUME_STAGES,
  restore: RESUME_STAGES,
  extend: WRITE_STAGES,
  addMember: WRITE_STAGES,
  removeMember: WRITE_STAGES,
} as const;

export function stagesOf(kind: Operation['kind']): Operation['stages'] {
  return STAGES[kind].map(([name, title]) => ({
    name,
    title,
    state: 'Pending',
  }));
}

/** The records of one request to create, oldest first. */
export function auditRecords(): AuditRecord[] {
  const correlationId = '0192f1c0-0000-7000-8000-0000000000c1';
  const shared = {
    correlationId,
    actor: {
      ref: DANA,
      kind: 'user' as const,
      groups: [TEAM],
      authMethod: 'development persona',
    },
    environmentId: '0192f1c0-0000-7000-8000-0000000000e1',
    environmentName: 'harbor-try',
    template: { ref: TEMPLATES[2].ref, revision: TEMPLATES[2].revision },
  };
  const system = {
    ref: 'system:reconciler',
    kind: 'system' as const,
    groups: [],
    onBehalfOf: DANA,
    authMethod: 'none',
  };
  const where = { cluster: 'local', namespace: 'harbor-try' };
  return [
    {
      ...shared,
      eventId: '0192f1c0-0000-7000-8000-000000000001',
      sequence: '1',
      time: '2026-11-22T12:00:00.000Z',
      stage: 'authorized',
      outcome: 'pending',
      action: 'environment.create',
      authorization: {
        permission: 'environments.environment.create',
        decision: 'ALLOW',
        basis: 'Developers may create for a group that they belong to',
      },
      target: { ...where, name: 'harbor-try' },
      parameters: { size: 'M' },
    },
    {
      ...shared,
      eventId: '0192f1c0-0000-7000-8000-000000000002',
      sequence: '2',
      time: '2026-11-22T12:00:01.000Z',
      stage: 'attempt',
      outcome: 'pending',
      action: 'kubernetes.apply',
      actor: system,
      target: {
        ...where,
        apiVersion: 'v1',
        kind: 'Namespace',
        name: 'harbor-try',
      },
      attempt: 1,
    },
    {
      ...shared,
      eventId: '0192f1c0-0000-7000-8000-000000000003',
      sequence: '3',
      time: '2026-11-22T12:00:02.000Z',
      stage: 'succeeded',
      outcome: 'success',
      action: 'kubernetes.apply',
      actor: system,
      target: {
        ...where,
        apiVersion: 'v1',
        kind: 'Namespace',
        name: 'harbor-try',
      },
      attempt: 1,
    },
    {
      ...shared,
      eventId: '0192f1c0-0000-7000-8000-000000000004',
      correlationId: '0192f1c0-0000-7000-8000-0000000000c2',
      sequence: '4',
      time: '2026-11-22T12:05:00.000Z',
      stage: 'denied',
      outcome: 'denied',
      action: 'environment.delete',
      authorization: {
        permission: 'environments.environment.delete',
        decision: 'DENY',
        basis: 'Only owners and ops may delete',
      },
      target: where,
      reason: 'The caller owns neither the environment nor its group',
    },
  ];
}

import { AuditStage } from '@sandlot/plugin-environments-common';
import { AuditAction } from './AuditEvent';

interface Catalogued {
  /** What happened, as the docs have it. */
  when: string;
  /** How far it can have come; `denied` and `failed` may stand alone. */
  stages: readonly AuditStage[];
  /** What its records have beside who, where and which template. */
  holds?: string;
}

/** Asked for, and done by a worker or at once. */
const WORK = [
  'requested',
  'authorized',
  'succeeded',
  'failed',
  'denied',
] as const;
/** Done within the request. */
const DECISION = ['succeeded', 'failed', 'denied'] as const;
/** A call to a cluster; it has an end in the log whatever happens. */
const CALL = ['attempt', 'succeeded', 'failed', 'unknown'] as const;
const OBJECTS = 'the digest of the rendered objects';

/** Every action of the log. docs/audit-events.md is made from this. */
export const auditCatalogue = {
  'environment.create': {
    when: 'somebody asks for an environment',
    stages: WORK,
    holds: `the parameters; ${OBJECTS}`,
  },
  'environment.claim': {
    when: 'what was made ahead is given to whoever asks for just that',
    stages: ['requested', 'authorized', 'succeeded', 'failed'],
    holds: OBJECTS,
  },
  'environment.delete': {
    when: 'somebody, or the end of a lease, asks for its end',
    stages: WORK,
    holds:
      'at its success a receipt: namespace, UID, cluster, when made, when gone, how many objects',
  },
  'environment.upgrade': {
    when: 'somebody, or a rollout, brings it to another revision',
    stages: WORK,
    holds: `the parameters; ${OBJECTS}`,
  },
  'environment.rollback': {
    when: 'somebody brings it back to what it was made of before',
    stages: WORK,
    holds: OBJECTS,
  },
  'environment.revert': {
    when: 'somebody has what was changed past the portal made again',
    stages: WORK,
    holds: OBJECTS,
  },
  'environment.extend': {
    when: 'somebody moves the end of its lease away; denied also beyond what the template gave',
    stages: WORK,
    holds: 'both ends',
  },
  'environment.hibernate': {
    when: 'somebody, its plan or the end of its lease puts it to sleep',
    stages: WORK,
    holds: 'the cause',
  },
  'environment.resume': {
    when: 'somebody, or the working hours of its plan, wakes it up',
    stages: WORK,
    holds: 'the cause',
  },
  'environment.restore': {
    when: 'somebody takes back what has expired, with a later end',
    stages: WORK,
    holds: OBJECTS,
  },
  'environment.transfer': {
    when: 'an environment is given to another owner',
    stages: WORK,
    holds: OBJECTS,
  },
  'environment.addMember': {
    when: 'somebody else may use an environment',
    stages: ['requested', 'authorized', 'succeeded', 'denied'],
  },
  'environment.removeMember': {
    when: 'they may no longer',
    stages: ['requested', 'authorized', 'succeeded', 'denied'],
  },
  'environment.planHibernation': {
    when: 'somebody says when it hibernates by itself',
    stages: DECISION,
    holds: 'the plan',
  },
  'environment.ownerMissing': {
    when: 'the catalog does not have its owner any more, and ops are told of it',
    stages: ['observed'],
    holds: 'the owner and since when; who was told',
  },
  'environment.ownerFound': {
    when: 'the catalog has its owner again',
    stages: ['observed'],
    holds: 'the owner and since when they were missing',
  },
  'environment.warn': {
    when: 'people are told that its lease ends, or that it is deleted',
    stages: ['observed'],
    holds: 'the end, how long before, and who',
  },
  'environment.expire': {
    when: 'its lease has ended; the records of its `environment.hibernate` follow',
    stages: ['observed'],
    holds: 'the end, and until when it can be restored',
  },
  'environment.admit': {
    when: 'a place is free on the cluster for which the environment waited',
    stages: ['succeeded'],
    holds: 'how long it waited',
  },
  'environment.cancel': {
    when: 'somebody takes back what was asked for; it stands beside the `failed` of that',
    stages: ['succeeded', 'denied'],
  },
  'environment.legalHold': {
    when: 'somebody keeps it from expiry and deletion',
    stages: DECISION,
    holds: 'the reason',
  },
  'environment.endLegalHold': {
    when: 'somebody ends that',
    stages: DECISION,
    holds: 'the reason',
  },
  'environment.hold': {
    when: 'somebody keeps rollouts away from it',
    stages: DECISION,
  },
  'environment.release': {
    when: 'somebody lets them in again',
    stages: DECISION,
  },
  'environment.drift': {
    when: 'comparing finds an object that was changed past the portal',
    stages: ['observed'],
    holds:
      'the fields, what they should be and are (digests where that may be secret), and who changed them',
  },
  'environment.acceptDrift': {
    when: 'somebody takes over what was changed',
    stages: DECISION,
    holds:
      'the fields that were accepted, digests of each manifest before and after, and the checks that it drops',
  },
  'environment.exceptDrift': {
    when: 'somebody leaves it until a time',
    stages: DECISION,
    holds: 'that time in UTC',
  },
  'environment.read': {
    when: 'somebody asks for an environment they may not see',
    stages: ['denied'],
  },
  'environment.access': {
    when: 'somebody asks for a kubeconfig',
    stages: [
      'requested',
      'authorized',
      'attempt',
      'succeeded',
      'failed',
      'unknown',
      'denied',
    ],
    holds: 'as what and until when; never the token',
  },
  'environment.revokeAccess': {
    when: 'somebody’s account is to be deleted from an environment, by hand or because they may no longer get in; and each try of it',
    stages: [
      'requested',
      'authorized',
      'attempt',
      'succeeded',
      'failed',
      'unknown',
      'denied',
    ],
    holds: 'whose, as what, and why',
  },
  'environment.elevation.request': {
    when: 'somebody asks for more rights in it, for minutes',
    stages: DECISION,
    holds: 'which elevation, for how many minutes, and the reason',
  },
  'environment.elevation.decide': {
    when: 'somebody else agrees to that, or refuses; what it is used for has the records `environment.access` with the role elevated',
    stages: DECISION,
    holds:
      'which elevation, whose, the decision, and until when its rights last',
  },
  'environment.elevation.close': {
    when: 'it is over: closed by hand, taken with the access or the environment, or, observed, since its time is up or nobody decided',
    stages: [...DECISION, 'observed'],
    holds: 'which elevation, whose, how it ended, and why',
  },
  'environment.share': {
    when: 'somebody makes a link with which others may read an environment, or wants to see the links',
    stages: DECISION,
    holds: 'for whom and until when; never the code',
  },
  'environment.redeemShare': {
    when: 'somebody uses such a link for the first time, or tries one that is not good',
    stages: DECISION,
    holds: 'which link, or what was wrong with it',
  },
  'environment.revokeShare': {
    when: 'a link is ended before its time, by hand or because the environment was given away',
    stages: DECISION,
    holds: 'which link',
  },
  'template.publish': {
    when: 'the catalog delivers other good content of a template or module, or another state of it',
    stages: ['observed'],
    holds: 'state, source, commit and author',
  },
  'template.refuse': {
    when: 'it delivers content with faults, and the revision before stays',
    stages: ['observed'],
    holds: 'the faults',
  },
  'template.withdraw': {
    when: 'it no longer has the template',
    stages: ['observed'],
  },
  'template.halt': {
    when: 'somebody, or the failure that is one too many, stops a revision',
    stages: DECISION,
    holds: 'the reason',
  },
  'template.resume': {
    when: 'somebody lets it be used again',
    stages: DECISION,
    holds: 'the reason',
  },
  'template.try': {
    when: 'a draft becomes an environment, beside the records of its `environment.create`',
    stages: DECISION,
  },
  'template.dryRun': {
    when: 'the workbench asks a cluster about the objects of a draft',
    stages: [...CALL, 'denied'],
  },
  'template.read': {
    when: 'somebody asks for reports or the workbench who may not',
    stages: ['denied'],
  },
  'rollout.create': { when: 'ops start a rollout', stages: DECISION },
  'rollout.pause': {
    when: 'ops, or failures and halts, stop it; observed where nobody asked',
    stages: [...DECISION, 'observed'],
  },
  'rollout.resume': {
    when: 'ops let it go on',
    stages: [...DECISION, 'observed'],
  },
  'rollout.cancel': { when: 'ops end it early', stages: DECISION },
  'rollout.complete': {
    when: 'the last of its environments is done',
    stages: ['observed'],
  },
  'audit.read': {
    when: 'somebody reads the log: each page of it, each sum of it, and each record',
    stages: ['observed', 'denied'],
    holds: 'the filter',
  },
  'audit.export': {
    when: 'somebody takes records out as a file',
    stages: [...CALL, 'denied'],
    holds: 'filter and format; at the end the number of records',
  },
  'audit.rotateKeys': {
    when: 'the log signs with other keys than before',
    stages: ['observed'],
    holds: 'the keys that came and went',
  },
  'audit.erase': {
    when: 'somebody erases a person from the log',
    stages: ['requested', 'succeeded', 'denied'],
    holds: 'the reason, and in how many records; never whom',
  },
  'audit.retire': {
    when: 'records that are in a verified archive are deleted',
    stages: ['observed'],
    holds: 'month, places in the log, digest and place of the archive',
  },
  'audit.parkSink': {
    when: 'a sink has refused records too often, and waits for somebody',
    stages: ['observed'],
    holds: 'where it stopped, and why',
  },
  'audit.resumeSink': {
    when: 'somebody lets it go on',
    stages: DECISION,
    holds: 'the reason',
  },
  'audit.compare': {
    when: 'a comparison with a cluster finds what the log does not account for',
    stages: ['observed'],
    holds: 'what was found',
  },
  'audit.check': {
    when: 'the check of the whole log finds what is not as it was sealed',
    stages: ['observed'],
    holds:
      'which records, and what is wrong with each; nothing of what they say',
  },
  'approval.request': {
    when: 'somebody must agree before an environment is made or changed',
    stages: ['requested'],
    holds:
      'who, how many, which policy, until when; the digest of what is agreed to',
  },
  'approval.remind': {
    when: 'whoever must agree is reminded of it',
    stages: ['observed'],
    holds: 'who',
  },
  'approval.decide': {
    when: 'somebody agrees, or refuses',
    stages: DECISION,
    holds:
      'the decision, in whose place, the digest of what was looked at, and how many are still needed',
  },
  'approval.expire': {
    when: 'nobody decided in time, and the request is refused',
    stages: ['observed'],
    holds: 'who was asked, and since when',
  },
  'approval.delegate': {
    when: 'somebody lets another person decide in their place',
    stages: DECISION,
    holds: 'who, and until when',
  },
  'approval.endDelegation': {
    when: 'they end that',
    stages: ['succeeded', 'denied'],
  },
  'approval.read': {
    when: 'somebody asks for an approval, or all of them, who may not see it',
    stages: ['denied'],
  },
  'policy.simulate': {
    when: 'somebody asks what the policies would say to another person',
    stages: ['observed', 'denied'],
    holds: 'who, which template, and what came of it',
  },
  'api.limit': {
    when: 'somebody asks more often than they may; once a minute at most',
    stages: ['denied'],
  },
  'health.read': {
    when: 'somebody asks how the plugin fares who may not',
    stages: ['denied'],
  },
  'kubernetes.create': { when: 'the Namespace is created', stages: CALL },
  'kubernetes.apply': { when: 'any other object is applied', stages: CALL },
  'kubernetes.scale': {
    when: 'a workload is scaled to zero or suspended, or gets its size back',
    stages: CALL,
    holds: 'both sizes',
  },
  'kubernetes.delete': {
    when: 'the cluster is asked to delete the Namespace, or an object that is no longer part of it',
    stages: CALL,
  },
} satisfies Record<AuditAction, Catalogued>;

import {
  AccessAccount,
  Cluster,
  Environment,
  Hibernation,
  Operation,
} from '@sandlot/plugin-environments-common';
import { AccessAccountRow } from '../database/AccessAccountsTable';
import {
  EnvironmentFacts,
  EnvironmentRow,
  OperationRow,
  StoredHibernation,
} from '../database/rows';
import { activeHold } from '../domain/hold';
import { describeLease } from '../domain/describeLease';
import { LeaseTerms } from '../domain/lease';
import { OperationKind, isCancellable, whyNotNow } from '../domain/lifecycle';
import { isAwake } from '../domain/workloadSizes';
import { leaseOf, progressOf, stateOf } from '../lifecycle/stateOf';

export function toOperation(row: OperationRow): Operation {
  return {
    id: row.id,
    environmentId: row.environmentId,
    kind: row.kind,
    revision: row.revision,
    from: row.details.from,
    addOns: row.details.addOns,
    member: row.details.member,
    // What waits for agreement has not done it yet, but would.
    end: row.details.end ?? row.details.change?.end,
    owner: row.details.owner ?? row.details.change?.owner,
    rolloutId: row.rolloutId,
    state: row.state,
    requestedBy: row.actor.ref,
    requestedAt: row.requestedAt.toISOString(),
    startedAt: row.startedAt?.toISOString(),
    finishedAt: row.finishedAt?.toISOString(),
    stages: row.stages,
    failure: row.failure,
    cancellable: isCancellable(progressOf(row)),
    reason: row.reason,
    clonedFrom: row.details.clonedFrom,
    blockers: row.details.blockers,
    receipt: row.details.receipt,
  };
}

export function toAccessAccount(row: AccessAccountRow): AccessAccount {
  return {
    person: row.person,
    role: row.role,
    account: row.account,
    username: row.username,
    since: row.since.toISOString(),
    tokenEndsAt: row.tokenEndsAt?.toISOString(),
    state: row.revocation ? 'revoking' : 'active',
  };
}

/** `allowed` says what the state permits; what the caller may is narrowed later. */
export function toEnvironment(
  row: EnvironmentRow,
  operation: OperationRow,
  cluster: Cluster,
  facts: EnvironmentFacts,
  terms: LeaseTerms,
): Environment {
  const state = stateOf(row);
  const may = (kind: OperationKind) => whyNotNow(kind, state) === undefined;
  const isLive = row.phase !== 'Deleted' && row.phase !== 'Deleting';
  return {
    id: row.id,
    name: row.name,
    owner: row.ownerRef,
    createdBy: row.createdBy,
    template: {
      ref: row.templateRef,
      title: row.templateTitle,
      revision: row.revision,
      state: facts.templateState,
      halted: facts.halted,
      behind: facts.behind,
      latest: facts.latest,
    },
    cluster,
    namespace: row.namespace,
    namespaceUid: row.namespaceUid,
    phase: row.phase,
    conditions: row.conditions,
    parameters: row.parameters,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    readyAt: row.readyAt?.toISOString(),
    deletedAt: row.deletedAt?.toISOString(),
    operation: toOperation(operation),
    addOns: row.addOns,
    draft: row.draft,
    drifted: facts.drifted,
    hold: activeHold(row.hold, new Date()),
    lease: describeLease(
      leaseOf(row, operation),
      facts.notices,
      terms,
      facts.now,
    ),
    legalHold: row.legalHold,
    hibernation: row.hibernation && toHibernation(row.hibernation),
    hibernationPlan: row.hibernationPlan,
    lastUse: row.lastUse,
    ownerMissing: row.ownerMissing && {
      since: row.ownerMissing.since.toISOString(),
      toldAt: row.ownerMissing.toldAt?.toISOString(),
    },
    members: row.members,
    waiting: row.phase === 'Waiting' ? { ahead: facts.ahead } : undefined,
    allowed: {
      delete: isLive && may('delete'),
      access: row.phase === 'Ready' || row.phase === 'Updating',
      upgrade: may('upgrade'),
      rollback: may('rollback') && facts.wasOther,
      hold: isLive,
      decideDrift: row.phase === 'Ready' && facts.differs,
      extend: may('extend') && row.expiresAt !== undefined,
      hibernate: may('hibernate'),
      resume: may('resume'),
      restore: may('restore'),
      transfer: may('transfer'),
      members: may('addMember'),
      clone: facts.templateState !== 'withdrawn',
      planHibernation: isLive,
      // One from before these were refused can be ended.
      legalHold:
        isLive &&
        (row.phase !== 'AwaitingApproval' || row.legalHold !== undefined),
      cancel:
        isCancellable(progressOf(operation)) &&
        !(operation.kind === 'create' && row.legalHold),
      // What waits for agreement is known with the approvals.
      withdraw: false,
    },
  };
}

function toHibernation({
  sizes,
  failedBefore,
  ...hibernation
}: StoredHibernation): Hibernation {
  return {
    ...hibernation,
    workloads: sizes
      ?.filter(isAwake)
      .map(({ apiVersion, kind, name, replicas }) => ({
        apiVersion,
        kind,
        name,
        replicas,
      })),
  };
}

import { ApprovalView, EnvironmentView, RecordView, World } from './World';
import { Missed } from './owners';
import { Link } from './shares';

export const ENDS = ['succeeded', 'failed', 'unknown'];

/** What is known of a run from all that was seen of it. */
export interface History {
  /** Of each environment as it was last seen. */
  earlier: Map<string, EnvironmentView>;
  /** Of each operation. */
  trails: Map<string, Trail>;
  approvals: Map<string, ApprovalView>;
  /** What the log told of each approval, elevation and link. */
  told: Map<string, string[]>;
  /** Of each change that waits: the environment when it was asked for. */
  asked: Map<string, EnvironmentView>;
  lastSequence: number;
  records: number;
  /** UIDs of namespaces that others made. */
  strangers: Set<string>;
  /** Whether anybody ever got into a namespace. */
  hasAccess: boolean;
  /** In the order in which they were made. */
  links: Link[];
  missed: Missed;
}

interface Trail {
  /** Of the operation as a whole, in their order. */
  stages: string[];
  /** Calls that were begun, and of which no end is recorded. */
  open: Set<string>;
  epoch: number;
}

export function newHistory(): History {
  return {
    earlier: new Map(),
    trails: new Map(),
    approvals: new Map(),
    told: new Map(),
    asked: new Map(),
    lastSequence: 0,
    records: 0,
    strangers: new Set(),
    hasAccess: false,
    links: [],
    missed: new Map(),
  };
}

/** Adds what is new to the history. @returns records that should not be where they are */
export function follow(world: World, history: History): string[] {
  return world.records.flatMap(record => addTo(history, record));
}

/** An operation whose records nobody is to look at: it was over before the run. */
export function skip(operationId: string, history: History): void {
  const stages = ['requested', 'authorized', 'succeeded'];
  history.trails.set(operationId, { stages, open: new Set(), epoch: 0 });
}

/** What was seen is earlier now. */
export function remember(world: World, history: History): void {
  for (const environment of world.environments) {
    history.earlier.set(environment.id, environment);
  }
  for (const approval of world.approvals) {
    history.approvals.set(approval.id, approval);
  }
  for (const { id, state, environmentId } of world.operations) {
    if (state === 'AwaitingApproval' && !history.asked.has(id)) {
      history.asked.set(id, history.earlier.get(environmentId)!);
    }
  }
}

function addTo(history: History, record: RecordView): string[] {
  const { sequence, operationId, action, stage, attempt, epoch } = record;
  const { kind, name } = record.target;
  const breaches: string[] = [];
  const breach = (words: string) =>
    breaches.push(`${sequence} ${action} ${kind ?? ''} ${stage}: ${words}`);
  if (sequence <= history.lastSequence) breach('the sequence does not rise');
  history.lastSequence = sequence;
  history.records += 1;

  const isCall = action.startsWith('kubernetes.');
  const { approval, elevation, share } = record.parameters ?? {};
  if (approval || elevation || share) {
    const id = String(approval ?? elevation ?? share);
    const line = `${action} ${stage}`;
    history.told.set(id, [...(history.told.get(id) ?? []), line]);
    return breaches;
  }
  // What is about an operation, and not a part of it.
  if (action === 'environment.cancel' || action === 'environment.admit') {
    return breaches;
  }
  const key = operationId ?? (isCall ? record.correlationId : undefined);
  if (!key) return breaches;
  const trail = history.trails.get(key) ?? {
    stages: [],
    open: new Set(),
    epoch: 0,
  };
  history.trails.set(key, trail);
  if (trail.stages.some(one => ENDS.includes(one))) breach('after the end');
  if (epoch !== undefined && stage !== 'unknown') {
    if (epoch < trail.epoch) breach(`of epoch ${epoch} after ${trail.epoch}`);
    trail.epoch = Math.max(trail.epoch, epoch);
  }
  if (!isCall) {
    trail.stages.push(stage);
    return breaches;
  }
  const call = [action, attempt, kind, name].join(' ');
  if (stage === 'attempt') {
    if (trail.open.has(call)) breach('begun twice');
    trail.open.add(call);
  } else if (!trail.open.delete(call)) breach('was never begun');
  return breaches;
}

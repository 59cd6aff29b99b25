import {
  AskedChange,
  AuditActor,
  AuditRecord,
  Blocker,
  Condition,
  Failure,
  Hibernation,
  HibernationPlan,
  Hold,
  LastUse,
  Member,
  Operation,
  OperationRequest,
  Phase,
  PolicyResult,
  Receipt,
  Stage,
  SummaryItem,
  TemplateState,
  UpgradeRequest,
} from '@sandlot/plugin-environments-common';
import {
  KubernetesObject,
  FrozenCheck,
} from '@sandlot/plugin-environments-node';
import { JsonObject } from '@backstage/types';
import { LeaseNotice } from '../domain/lease';

/** An environment as stored. Times are instants, ids UUIDs. */
export interface EnvironmentRow {
  id: string;
  name: string;
  ownerRef: string;
  createdBy: string;
  templateRef: string;
  templateTitle: string;
  /** Digest of the template revision. */
  revision: string;
  cluster: string;
  namespace: string;
  /** Known once the Namespace has been made. */
  namespaceUid?: string;
  phase: Phase;
  conditions: Condition[];
  parameters: JsonObject;
  /** Names of the add-ons that are switched on. */
  addOns: string[];
  /** What the developer added, as written. */
  ownManifests: KubernetesObject[];
  /** The objects as rendered for what it is, or is becoming, the Namespace first. */
  manifests: KubernetesObject[];
  /** The template's own checks, frozen with the objects. */
  checks: FrozenCheck[];
  /** Made from a draft. */
  draft: boolean;
  /** While it is set, no rollout reaches the environment. */
  hold?: Hold;
  /** The promised end of its lease; absent: it has none. */
  expiresAt?: Date;
  /** To here its owner may extend the lease; absent: there is no bound. */
  latestEnd?: Date;
  /** Set when it has expired: until then it can be restored. */
  deleteAt?: Date;
  /** While it is set, it neither expires nor is deleted. */
  legalHold?: Hold;
  hibernation?: StoredHibernation;
  hibernationPlan?: HibernationPlan;
  /** Made ahead, for whoever asks for just this: `poolKey`. */
  pool?: string;
  /** Who may use it beside its owner. */
  members: Member[];
  /** Who may read it by a link; nobody where the row was not read to decide that. */
  guests: string[];
  /** When somebody last asked for anything of it; hours that ended before don't count. */
  askedAt: Date;
  /** The newest sign that somebody uses it. */
  lastUse?: LastUse;
  /** Since when the catalog does not have its owner, and when ops were last told. */
  ownerMissing?: { since: Date; toldAt?: Date };
  /** The operation that has, or last had, the environment in hand. */
  operationId: string;
  epoch: number;
  createdAt: Date;
  updatedAt: Date;
  readyAt?: Date;
  deletedAt?: Date;
}

/** The size of a workload before it was scaled to zero. */
export interface WorkloadSize {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  /** Of what is scaled. */
  replicas?: number;
  /** Of what is suspended. */
  suspend?: boolean;
}

export type StoredHibernation = Omit<Hibernation, 'workloads'> & {
  /** Known once they have been looked at, and kept until they are given back. */
  sizes?: WorkloadSize[];
  /** It was Failed when it was put to sleep, and is no better when it wakes up. */
  failedBefore?: boolean;
};

/** What somebody wants to change of an environment that lives, and others must agree to. */
export interface StoredChange
  extends Pick<AskedChange, 'end' | 'owner' | 'revision' | 'choices'> {
  /** As it came, to be done once all have agreed. */
  request: OperationRequest | ({ kind: 'upgrade' } & UpgradeRequest);
  /** Whose and of which revision the environment was when it was asked for; absent of earlier ones. */
  asOf?: { owner: string; revision: string };
  /** Whether whoever asked for an upgrade looks after templates. */
  managesTemplates?: boolean;
  /** What the environment would be then; digest of the revision, names of add-ons. */
  would: {
    revision: string;
    parameters: JsonObject;
    addOns: string[];
    summary: SummaryItem[];
  };
}

export interface OperationDetails {
  /** It waits, or has waited, for agreement. */
  change?: StoredChange;
  /** The phase before, to which a cancelled operation goes back. */
  before?: Phase;
  /** Why it may be done and what the policies said, kept until everybody has agreed. */
  authorization?: AuditRecord['authorization'];
  policies?: PolicyResult[];
  /** It hibernates what has expired. */
  isExpiry?: true;
  /** The environment whose choices it copies. */
  clonedFrom?: string;
  /** How many of its own objects there were when their deletion was asked for. */
  objects?: number;
  /** What keeps a deletion from ending, as last seen. */
  blockers?: Blocker[];
  /** What a deletion has ended. */
  receipt?: Receipt;
  /** Digest of the revision before, of what makes the environment of another. */
  from?: string;
  /** Whom it let use the environment, or no longer does. */
  member?: string;
  /** The end of the lease, before and after. */
  end?: StoredChange['end'];
  /** Who had the environment, and has it since. */
  owner?: StoredChange['owner'];
  /** Names of the add-ons that it makes the environment with. */
  addOns?: string[];
  /** Objects that the environment had and is not to have any more. */
  prune?: { apiVersion: string; kind: string; name: string }[];
  /** Of the environment's objects only these are applied. */
  only?: { apiVersion: string; kind: string; name: string }[];
}

/** What is known of an environment from elsewhere than its own row. */
export interface EnvironmentFacts {
  templateState: TemplateState;
  /** Digest of the template's current revision. */
  latest?: string;
  behind: number;
  halted: boolean;
  /** Objects that differ from what was rendered and are not excepted. */
  drifted: number;
  /** Whether there are any such objects, excepted ones too. */
  differs: boolean;
  /** It was made of something else before, to which it can go back. */
  wasOther: boolean;
  /** About the ends of its lease. */
  notices: LeaseNotice[];
  /** By the database's clock. */
  now: Date;
  /** How many wait for the same cluster before it; 0 if it doesn't wait. */
  ahead: number;
}

/** An operation as stored. */
export interface OperationRow {
  id: string;
  environmentId: string;
  kind: Operation['kind'];
  state: Operation['state'];
  /** Digest of the template revision that it makes, or made the environment of. */
  revision: string;
  /** What only this kind needs, and what is seen of it on the way. */
  details: OperationDetails;
  rolloutId?: string;
  correlationId: string;
  /** Who asked, frozen at that time. */
  actor: AuditActor;
  stages: Stage[];
  failure?: Failure;
  /** As whoever asked for it said. */
  reason?: string;
  /** How many times a worker took it up. */
  attempt: number;
  /** Tries in a row that the cluster did not answer. */
  failures: number;
  requestedAt: Date;
  startedAt?: Date;
  finishedAt?: Date;
}

/** An operation that a worker has just taken up. */
export interface ClaimedOperation extends OperationRow {
  /** Since it was asked for, by the database's clock. */
  ageSeconds: number;
}

export interface TemplateRevisionRow {
  digest: string;
  templateRef: string;
  title: string;
  content: JsonObject;
  sourceLocation?: string;
  commit?: string;
  author?: string;
  kind: 'template' | 'module';
  origin: 'catalog' | 'workbench';
}

/** `undefined` is this code base's word for what PostgreSQL calls null. */
export function fromNull<T>(value: T | null): T | undefined {
  return value === null ? undefined : value;
}

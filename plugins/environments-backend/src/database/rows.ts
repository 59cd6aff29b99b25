import {
  AuditActor,
  Condition,
  Failure,
  Hold,
  Operation,
  Phase,
  Stage,
  TemplateState,
} from '@sandlot/plugin-environments-common';
import {
  KubernetesObject,
  FrozenCheck,
} from '@sandlot/plugin-environments-node';
import { JsonObject } from '@backstage/types';

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
  /** The operation that has, or last had, the environment in hand. */
  operationId: string;
  epoch: number;
  createdAt: Date;
  updatedAt: Date;
  readyAt?: Date;
  deletedAt?: Date;
}

export interface OperationDetails {
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
}

/** An operation as stored. */
export interface OperationRow {
  id: string;
  environmentId: string;
  kind: Operation['kind'];
  state: Operation['state'];
  /** Digest of the template revision that it makes, or made the environment of. */
  revision: string;
  /** What only this kind needs. */
  details: OperationDetails;
  rolloutId?: string;
  correlationId: string;
  /** Who asked, frozen at that time. */
  actor: AuditActor;
  stages: Stage[];
  failure?: Failure;
  /** How many times a worker took it up. */
  attempt: number;
  /** Tries in a row that the cluster did not answer. */
  failures: number;
  nextRunAt: Date;
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

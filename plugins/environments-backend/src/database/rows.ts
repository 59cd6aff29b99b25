import {
  AuditActor,
  Condition,
  Failure,
  Operation,
  Phase,
  Stage,
} from '@sandlot/plugin-environments-common';
import { KubernetesObject } from '@sandlot/plugin-environments-node';
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
  /** The objects as rendered at creation, the Namespace first. */
  manifests: KubernetesObject[];
  /** The operation that has, or last had, the environment in hand. */
  operationId: string;
  epoch: number;
  createdAt: Date;
  updatedAt: Date;
  readyAt?: Date;
  deletedAt?: Date;
}

/** An operation as stored. */
export interface OperationRow {
  id: string;
  environmentId: string;
  kind: Operation['kind'];
  state: Operation['state'];
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
}

/** `undefined` is this code base's word for what PostgreSQL calls null. */
export function fromNull<T>(value: T | null): T | undefined {
  return value === null ? undefined : value;
}

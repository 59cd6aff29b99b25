import {
  AcceptedOperation,
  Approval,
  Environment,
} from '@sandlot/plugin-environments-common';
import { Clusters } from '../clusters/Clusters';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { DEFAULT_LEASE_TERMS, LeaseTerms } from '../domain/lease';
import { Store } from '../database/Store';
import { toApproval } from '../approvals/toApproval';
import { describeCluster } from './describeCluster';
import { toEnvironment, toOperation } from './toApi';

/** Environments as the API shows them, with what is known of them from elsewhere. */
export class EnvironmentViews {
  readonly #store: Store;
  readonly #clusters: Clusters;
  readonly #leaseTerms: LeaseTerms;

  constructor(options: {
    store: Store;
    clusters: Clusters;
    /** The usual ones unless told. */
    leaseTerms?: LeaseTerms;
  }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
    this.#leaseTerms = options.leaseTerms ?? DEFAULT_LEASE_TERMS;
  }

  async one(row: EnvironmentRow): Promise<Environment> {
    const [environment] = await this.many([row]);
    return environment;
  }

  /** What a request for work is answered with. */
  async accepted(work: {
    environment: EnvironmentRow;
    operation: OperationRow;
  }): Promise<AcceptedOperation> {
    return {
      environment: await this.one(work.environment),
      operation: toOperation(work.operation),
    };
  }

  /** In the order of the rows. */
  async many(rows: EnvironmentRow[]): Promise<Environment[]> {
    const ids = rows.map(({ id }) => id);
    const [operations, facts, approvals] = await Promise.all([
      this.#store.operations.getMany(rows.map(row => row.operationId)),
      this.#store.environments.factsOf(ids),
      this.#store.approvals.ofEnvironments(ids),
    ]);
    const byId = new Map(operations.map(row => [row.id, row]));
    return rows.map((row, index) =>
      withApprovals(
        toEnvironment(
          row,
          byId.get(row.operationId)!,
          describeCluster(this.#clusters, row.cluster),
          facts[index],
          this.#leaseTerms,
        ),
        approvals
          .filter(({ environmentId }) => environmentId === row.id)
          .map(approval => toApproval(approval, row, this.#clusters)),
      ),
    );
  }
}

/** Most environments need nobody's word. */
function withApprovals(
  environment: Environment,
  approvals: Approval[],
): Environment {
  if (approvals.length === 0) return environment;
  const withdraw = approvals.some(
    ({ change, state }) => change && state === 'pending',
  );
  const allowed = { ...environment.allowed, withdraw };
  return { ...environment, approvals, allowed };
}

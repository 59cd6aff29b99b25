import { Approval, ApprovalDetail } from '@sandlot/plugin-environments-common';
import { summarize } from '@sandlot/plugin-environments-node';
import { Clusters } from '../clusters/Clusters';
import { ApprovalRow } from '../database/ApprovalsTable';
import { EnvironmentRow } from '../database/rows';
import { Store } from '../database/Store';
import { leaseSecondsOf } from './askForApproval';
import { Viewer } from './rightToDecide';
import { toApproval } from './toApproval';

/** Approvals as the API has them, for whoever looks. */
export class ApprovalViews {
  readonly #store: Store;
  readonly #clusters: Clusters;

  constructor(options: { store: Store; clusters: Clusters }) {
    this.#store = options.store;
    this.#clusters = options.clusters;
  }

  async all(rows: ApprovalRow[], viewer: Viewer): Promise<Approval[]> {
    const environments = await this.#store.environments.findByIds(
      rows.map(({ environmentId }) => environmentId),
    );
    return rows.map((row, index) =>
      toApproval(row, environments[index]!, this.#clusters, viewer),
    );
  }

  async detail(
    approval: ApprovalRow,
    environment: EnvironmentRow,
    viewer: Viewer,
  ): Promise<ApprovalDetail> {
    const all = await this.#store.approvals.ofEnvironments([environment.id]);
    const operation = await this.#store.operations.get(approval.operationId);
    const show = (row: ApprovalRow) =>
      toApproval(row, environment, this.#clusters, viewer);
    return {
      approval: show(approval),
      others: all
        .filter(
          ({ id, operationId }) =>
            id !== approval.id && operationId === approval.operationId,
        )
        .map(show),
      digest: approval.digest,
      ...(operation?.details.change?.would ?? {
        revision: environment.revision,
        parameters: environment.parameters,
        addOns: environment.addOns,
        summary: summarize(environment.manifests),
        leaseSeconds: leaseSecondsOf(environment),
      }),
      policies: operation?.details.policies ?? [],
    };
  }
}

import { Approval } from '@sandlot/plugin-environments-common';
import { Clusters } from '../clusters/Clusters';
import { ApprovalRow } from '../database/ApprovalsTable';
import { EnvironmentRow } from '../database/rows';
import { describeCluster } from '../service/describeCluster';
import { Viewer, rightToDecide } from './rightToDecide';

/** An approval as the API shows it; without a viewer, as to somebody who isn't asked. */
export function toApproval(
  row: ApprovalRow,
  environment: EnvironmentRow,
  clusters: Clusters,
  viewer?: Viewer,
): Approval {
  const { id, name, ownerRef, templateRef, templateTitle, cluster } =
    environment;
  const { mayDecide, onBehalfOf, whyNot } = viewer
    ? rightToDecide(row, viewer)
    : { mayDecide: false, onBehalfOf: undefined, whyNot: undefined };
  return {
    id: row.id,
    state: row.state,
    requirement: row.requirement,
    decisions: row.decisions,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    remindedAt: row.remindedAt?.toISOString(),
    closedAt: row.closedAt?.toISOString(),
    environment: {
      id,
      name,
      owner: ownerRef,
      templateRef,
      templateTitle,
      cluster: describeCluster(clusters, cluster),
    },
    change: row.change,
    mayDecide,
    onBehalfOf,
    whyNot,
  };
}

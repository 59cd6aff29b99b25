import { InputError } from '@backstage/errors';
import {
  ApprovalRequirement,
  OperationRequest,
} from '@sandlot/plugin-environments-common';
import { summarize } from '@sandlot/plugin-environments-node';
import { withAgreement } from '../../approvals/withAgreement';
import { canonicalBytes, formatDigest, sha256 } from '../../audit/canonical';
import { Transaction } from '../../database/Store';
import {
  EnvironmentRow,
  OperationRow,
  StoredChange,
} from '../../database/rows';
import { inUtc } from '../../domain/inUtc';
import { APPROVERS, newEnd } from './newEnd';
import { Requester, RequestContext } from './RequestHandler';

type LeaseRequest = OperationRequest & { kind: 'extend' | 'restore' };

/**
 * Gives the lease a new end, at once or when those have agreed who must.
 *
 * @param environment - its lease has an end
 * @param give - as whom
 */
export async function withEnd(
  tx: Transaction,
  requester: Requester,
  environment: EnvironmentRow,
  request: LeaseRequest,
  context: RequestContext,
  give: (
    expiresAt: Date,
    as: Requester,
  ) => Promise<{ environment: EnvironmentRow; operation: OperationRow }>,
): Promise<{ environment: EnvironmentRow; operation: OperationRow }> {
  const { terms, now, operationId, expireAfterSeconds } = context;
  const { kind, until, reason } = request;
  const { approvers, as, expiresAt } = await newEnd(
    requester,
    environment,
    until,
    now,
    terms.approvers,
  );
  const end = {
    from: environment.expiresAt!.toISOString(),
    to: expiresAt.toISOString(),
  };
  if (approvers.length > 0 && !reason) {
    throw new InputError(
      `request/body/reason: its template gives it until ${inUtc(
        environment.latestEnd!,
      )}. For more ${approvers.join(' and ')} must agree: tell them why`,
    );
  }
  return withAgreement(
    tx,
    as,
    environment,
    {
      kind,
      id: operationId,
      requirements: toRequirements(approvers, environment, end.to),
      expireAfterSeconds,
      digest: digestOf(environment, kind, end.to),
      change: toChange(environment, request, end),
      reason,
      parameters: { from: end.from, until: end.to },
    },
    () => give(expiresAt, as),
  );
}

function toRequirements(
  approvers: string[],
  { latestEnd }: EnvironmentRow,
  until: string,
): ApprovalRequirement[] {
  return approvers.map(by => ({
    by,
    count: 1,
    policy: APPROVERS,
    source: 'portal',
    message: `Its template gives it until ${inUtc(
      latestEnd!,
    )}, and it is to live until ${inUtc(until)}`,
  }));
}

function toChange(
  { revision, parameters, addOns, manifests }: EnvironmentRow,
  request: LeaseRequest,
  end: StoredChange['end'],
): StoredChange {
  return {
    request,
    end,
    would: { revision, parameters, addOns, summary: summarize(manifests) },
  };
}

/**
 * Of what is to live on and until when. Its present end is no part of it: whoever waits may
 * extend it meanwhile as far as the template goes.
 */
function digestOf(
  { id, ownerRef, revision, parameters, addOns, manifests }: EnvironmentRow,
  kind: LeaseRequest['kind'],
  until: string,
): string {
  return formatDigest(
    sha256(
      canonicalBytes({
        kind,
        environment: id,
        owner: ownerRef,
        revision,
        parameters,
        addOns,
        manifests,
        until,
      }),
    ),
  );
}

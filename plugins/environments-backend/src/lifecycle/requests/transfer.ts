import { ConflictError, InputError } from '@backstage/errors';
import { summarize } from '@sandlot/plugin-environments-node';
import { withAgreement } from '../../approvals/withAgreement';
import { canonicalBytes, formatDigest, sha256 } from '../../audit/canonical';
import { EnvironmentRow } from '../../database/rows';
import { agreementOf } from '../../upgrades/agreementOf';
import { RenderForOwner, giveTo, renderForOwner } from '../giveTo';
import { RequestHandler } from './RequestHandler';

/** Gives the environment to another owner, who is a user or a group. */
export const transfer: RequestHandler = async (
  tx,
  requester,
  environment,
  request,
  context,
) => {
  const { ownerRef } = environment;
  const owner = requireOwner(environment, request.owner);
  const { operationId, limits, requirements, expireAfterSeconds } = context;
  const render = await renderForOwner(tx, environment, owner, limits);
  const { revision, parameters, addOns, manifests } = render;
  const { reason } = request;
  return withAgreement(
    tx,
    requester,
    environment,
    {
      kind: 'transfer',
      id: operationId,
      requirements,
      expireAfterSeconds,
      digest: digestOf(environment, owner, render),
      change: {
        request,
        owner: { from: ownerRef, to: owner },
        would: { revision, parameters, addOns, summary: summarize(manifests) },
      },
      reason,
      parameters: { from: ownerRef, to: owner },
    },
    () =>
      giveTo(tx, requester, environment, {
        owner,
        render,
        operationId,
        reason,
      }),
  );
};

/**
 * The owner that is asked for, as entity references are written.
 *
 * @throws InputError, ConflictError
 */
export function requireOwner(
  { name, ownerRef }: EnvironmentRow,
  owner: string | undefined,
): string {
  if (owner === undefined || !/^(user|group):/.test(owner)) {
    throw new InputError(
      'request/body/owner: expected a user or a group, such as group:default/team-harbor',
    );
  }
  const newOwner = owner.toLocaleLowerCase('en-US');
  if (newOwner === ownerRef) {
    throw new ConflictError(
      `request/body/owner: environment ${name} is ${newOwner}'s already`,
    );
  }
  return newOwner;
}

function digestOf(
  environment: EnvironmentRow,
  owner: string,
  { title, isDraft, ...render }: RenderForOwner,
): string {
  const { ownerRef } = environment;
  return formatDigest(
    sha256(
      canonicalBytes({
        change: agreementOf('transfer', environment, render),
        owner: { from: ownerRef, to: owner },
      }),
    ),
  );
}

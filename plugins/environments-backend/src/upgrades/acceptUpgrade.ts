import { ConflictError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { UpgradeRequest } from '@sandlot/plugin-environments-common';
import { summarize } from '@sandlot/plugin-environments-node';
import { v7 as uuidv7 } from 'uuid';
import { withAgreement } from '../approvals/withAgreement';
import { EnvironmentRender } from '../database/EnvironmentRendersTable';
import { Transaction } from '../database/Store';
import { EnvironmentRow, OperationRow } from '../database/rows';
import { Author } from '../lifecycle/acceptOperation';
import { JudgedChange, UNJUDGED } from '../policies/judgeChange';
import { Caller } from '../service/Caller';
import { ProblemsError } from '../service/ProblemsError';
import { acceptChange } from './acceptChange';
import { agreementOf } from './agreementOf';
import { changedChoices } from './changedChoices';
import { findTarget } from './findTarget';
import { planUpgrade } from './planUpgrade';
import { requireAgreement } from './requireAgreement';
import { UpgradeOptions } from './UpgradesService';
import { whatForbids } from './whatForbids';

export interface AcceptUpgradeOptions extends UpgradeOptions {
  rolloutId?: string;
  /** What policies say to it; nothing unless told. */
  judged?: JudgedChange;
  /** Of the operation, where it is known before. */
  operationId?: string;
}

/**
 * Takes an upgrade, or lets it wait for those who must agree.
 *
 * @param environment - locked in this transaction; its state permits an upgrade
 * @throws InputError, ConflictError
 */
export async function acceptUpgrade(
  tx: Transaction,
  author: Author & Pick<Caller, 'ownership'>,
  environment: EnvironmentRow,
  request: UpgradeRequest,
  options: AcceptUpgradeOptions & {
    /** How long those have who must agree. */
    expireAfterSeconds: number;
  },
): Promise<{ environment: EnvironmentRow; operation: OperationRow }> {
  const target = await findTarget(tx, author, environment, {
    ...options,
    revision: request.revision,
  });
  const [forbidden] = whatForbids(environment, target.haltReason);
  if (forbidden) throw new ConflictError(forbidden);
  const { problems, render } = planUpgrade(environment, target, request);
  if (!render) throw new ProblemsError(problems);
  // What others have agreed to is compared with all that moved since.
  if (!author.agreement) {
    requireAgreement('upgrade', environment, render, request.agreement);
  }
  const { title, isDraft } = target;
  const { operationId: id = uuidv7(), rolloutId, judged = UNJUDGED } = options;
  const { managesTemplates, expireAfterSeconds } = options;
  const { revision, parameters, addOns, manifests } = render;
  const { reason } = request;
  const recorded = describeUpgrade(environment, request, render);
  return withAgreement(
    tx,
    author,
    environment,
    {
      kind: 'upgrade',
      id,
      requirements: judged.requirements,
      expireAfterSeconds,
      digest: agreementOf('upgrade', environment, render),
      change: {
        request: { kind: 'upgrade', ...request },
        managesTemplates,
        revision: { from: environment.revision, to: revision },
        choices: changedChoices(environment, render),
        would: { revision, parameters, addOns, summary: summarize(manifests) },
      },
      reason,
      parameters: recorded,
    },
    () =>
      acceptChange(tx, author, environment, {
        kind: 'upgrade',
        id,
        render: { ...render, title, isDraft },
        rolloutId,
        reason,
        parameters: recorded,
      }),
  );
}

/** For the record. */
function describeUpgrade(
  environment: EnvironmentRow,
  { agreement, manifests }: UpgradeRequest,
  render: EnvironmentRender,
): JsonObject {
  return {
    from: environment.revision,
    to: render.revision,
    agreement,
    parameters: render.parameters,
    addOns: render.addOns,
    ...(manifests !== undefined && {
      ownManifests: render.ownManifests.map(
        ({ kind, metadata }) => `${kind} ${metadata.name}`,
      ),
    }),
  };
}

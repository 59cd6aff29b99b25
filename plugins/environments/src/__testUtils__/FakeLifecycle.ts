import {
  AskedChange,
  CloneRequest,
  Environment,
  HibernationPlan,
  Operation,
  OperationRequest,
  Phase,
  Problem,
  Share,
  ShareRequest,
  TransferPreview,
  TransferPreviewRequest,
} from '@sandlot/plugin-environments-common';
import { FakeChanges } from './FakeChanges';
import { NOTHING_ALLOWED } from './FakeState';
import { DANA } from './fixtures';

const DAY = 24 * 3600_000;
/** Of every link. */
export const SHARE_CODE = 'n0tAs3cretButAsLongAsARealOne123';

/** While an operation is under way; the others are done at once. */
const DURING: Partial<Record<Operation['kind'], Phase>> = {
  hibernate: 'Hibernating',
  resume: 'Resuming',
  restore: 'Resuming',
  transfer: 'Updating',
};

/** What runs in every environment. */
const WORKLOADS = [
  { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', replicas: 2 },
  { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'database', replicas: 1 },
];

/** The life of environments, as the contract has it. */
export abstract class FakeLifecycle extends FakeChanges {
  /** Links of every environment. */
  shares: Share[] = [];
  /** Who must agree to each transfer; nobody unless told. */
  transferApprovers: string[] = [];
  /** What policies have against each transfer. */
  transferProblems: Problem[] = [];
  /** Codes that were tried. */
  readonly redeemed: string[] = [];
  /** Every request for an operation that was accepted. */
  readonly operationRequests: OperationRequest[] = [];

  async createTransferPreview(
    id: string,
    { owner: to }: TransferPreviewRequest,
  ): Promise<TransferPreview> {
    await this.check('createTransferPreview');
    return {
      from: this.find(id).owner,
      to,
      problems: this.transferProblems,
      approvals:
        this.transferApprovers.length > 0
          ? this.transferApprovers.map(by => ({
              by,
              count: 1,
              policy: 'guests',
              source: 'template',
              message: 'They know who has what',
            }))
          : undefined,
    };
  }

  async createOperation(id: string, request: OperationRequest, _key: string) {
    await this.check('createOperation');
    this.operationRequests.push(request);
    const { kind, until, owner, member, reason } = request;
    const { template, lease, members, owner: from } = this.find(id);
    if (this.#mustBeAgreedTo(id, request)) return this.#ask(id, request);
    const operation = {
      ...this.operate(id, kind, template.revision),
      reason,
      member,
      ...(until && lease && { end: { from: lease.expiresAt, to: until } }),
      ...(owner && { owner: { from, to: owner } }),
    };
    const phase = DURING[kind];
    const since = new Date().toISOString();
    const isDone = phase === undefined;
    const current: Operation = isDone
      ? { ...operation, state: 'Succeeded', finishedAt: since }
      : operation;
    this.record(current);
    const environment = this.change(id, {
      ...(phase && { phase, operation: current, allowed: NOTHING_ALLOWED }),
      ...(owner && { owner }),
      ...(until &&
        lease && {
          lease: { ...lease, expiresAt: until, deleteAt: undefined },
        }),
      ...(kind === 'hibernate' && {
        hibernation: {
          since,
          cause: 'request' as const,
          by: DANA,
          workloads: WORKLOADS,
        },
      }),
      ...(kind === 'addMember' && {
        members: [...members, { ref: member!, by: DANA, since }],
      }),
      ...(kind === 'removeMember' && {
        members: members.filter(({ ref }) => ref !== member),
      }),
    });
    return { environment, operation: current };
  }

  #mustBeAgreedTo(id: string, { kind, until = '' }: OperationRequest): boolean {
    const { latest = '', approvers } = this.find(id).lease ?? {};
    return (
      (kind === 'transfer' && this.transferApprovers.length > 0) ||
      (approvers !== undefined && Date.parse(until) > Date.parse(latest))
    );
  }

  #ask(id: string, { kind, reason, until, owner: to }: OperationRequest) {
    const { lease, owner } = this.find(id);
    const [by] =
      kind === 'transfer' ? this.transferApprovers : lease!.approvers!;
    return this.ask(id, by, {
      kind: kind as AskedChange['kind'],
      reason,
      ...(until && lease && { end: { from: lease.expiresAt, to: until } }),
      ...(to && { owner: { from: owner, to } }),
    });
  }

  /** A change is withdrawn that somebody had to agree to. */
  #withdraw(operation: Operation) {
    const { allowed, approvals } = this.find(operation.environmentId);
    const environment = this.change(operation.environmentId, {
      allowed: { ...allowed, withdraw: false },
      approvals: approvals?.map(one =>
        one.change?.operation === operation.id
          ? { ...one, state: 'cancelled' as const }
          : one,
      ),
    });
    return { environment, operation };
  }

  /** What becomes of a creation that is cancelled. */
  abstract deleteEnvironment(
    id: string,
  ): Promise<{ environment: Environment; operation: Operation }>;

  async cloneEnvironment(id: string, request: CloneRequest, _key: string) {
    await this.check('cloneEnvironment');
    const { parameters, addOns } = this.find(id);
    const { name, owner } = request;
    const environment = this.add({ name, owner, parameters, addOns });
    return { environment, operation: environment.operation };
  }

  async cancelOperation(operationId: string, reason?: string) {
    await this.check('cancelOperation');
    const known = this.operations.find(({ id }) => id === operationId)!;
    const operation: Operation = {
      ...known,
      state: 'Cancelled',
      reason,
      finishedAt: new Date().toISOString(),
    };
    this.record(operation);
    if (known.state === 'AwaitingApproval') return this.#withdraw(operation);
    const environment = this.change(known.environmentId, { operation });
    return operation.kind === 'create'
      ? this.deleteEnvironment(environment.id)
      : {
          environment: this.change(environment.id, {
            phase: operation.kind === 'resume' ? 'Hibernated' : 'Ready',
          }),
          operation,
        };
  }

  async planHibernation(
    id: string,
    hibernationPlan: HibernationPlan,
  ): Promise<Environment> {
    await this.check('planHibernation');
    return this.change(id, { hibernationPlan });
  }

  async holdLegally(id: string, reason: string): Promise<Environment> {
    await this.check('holdLegally');
    return this.change(id, {
      legalHold: { by: DANA, reason, since: new Date().toISOString() },
    });
  }

  async createShare(_id: string, { label, expiresAt }: ShareRequest) {
    await this.check('createShare');
    const share: Share = {
      id: `share-${this.shares.length + 1}`,
      label,
      createdBy: DANA,
      createdAt: new Date().toISOString(),
      expiresAt: expiresAt ?? new Date(Date.now() + 7 * DAY).toISOString(),
      state: 'active',
      guests: [],
    };
    this.shares = [share, ...this.shares];
    return { share, code: SHARE_CODE };
  }

  async listShares(_id: string) {
    await this.check('listShares');
    return this.shares;
  }

  async revokeShare(_id: string, shareId: string) {
    await this.check('revokeShare');
    this.shares = this.shares.map(share =>
      share.id === shareId
        ? { ...share, state: 'revoked', revokedAt: new Date().toISOString() }
        : share,
    );
    return this.shares;
  }

  async redeemShare(id: string, code: string): Promise<Environment> {
    this.redeemed.push(code);
    await this.check('redeemShare');
    const environment =
      code === SHARE_CODE && this.environments.find(one => one.id === id);
    return environment || this.missing('environment');
  }

  async endLegalHold(id: string, _reason: string): Promise<Environment> {
    await this.check('endLegalHold');
    return this.change(id, { legalHold: undefined });
  }
}

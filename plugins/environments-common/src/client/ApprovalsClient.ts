import {
  Approval,
  ApprovalDecisionRequest,
  ApprovalDelegation,
  ApprovalDelegationRequest,
  ApprovalDetail,
  ApprovalsFilter,
  Page,
  PolicySimulation,
  PolicySimulationRequest,
} from '../types';
import { ApiConnection, toInit } from './ApiConnection';
import { AuditClient } from './AuditClient';
import { RequestOptions } from './options';

/** Approvals and policies: a part of `EnvironmentsClient`. @public */
export abstract class ApprovalsClient extends AuditClient {
  readonly #api: ApiConnection;

  /** @internal */
  protected constructor(api: ApiConnection) {
    super(api);
    this.#api = api;
  }

  async listApprovals(
    filter?: ApprovalsFilter,
    options?: RequestOptions,
  ): Promise<Page<Approval>> {
    return this.#api.ask(client =>
      client.GET('/approvals', {
        params: { query: filter },
        ...toInit(options),
      }),
    );
  }

  async getApproval(
    approvalId: string,
    options?: RequestOptions,
  ): Promise<ApprovalDetail> {
    return this.#api.ask(client =>
      client.GET('/approvals/{approvalId}', {
        params: { path: { approvalId } },
        ...toInit(options),
      }),
    );
  }

  async decideApproval(
    approvalId: string,
    body: ApprovalDecisionRequest,
    options?: RequestOptions,
  ): Promise<ApprovalDetail> {
    return this.#api.ask(client =>
      client.POST('/approvals/{approvalId}/decisions', {
        body,
        params: { path: { approvalId } },
        ...toInit(options),
      }),
    );
  }

  async listApprovalDelegations(
    options?: RequestOptions,
  ): Promise<Page<ApprovalDelegation>> {
    return this.#api.ask(client =>
      client.GET('/approval-delegations', toInit(options)),
    );
  }

  async delegateApprovals(
    body: ApprovalDelegationRequest,
    options?: RequestOptions,
  ): Promise<ApprovalDelegation> {
    return this.#api.ask(client =>
      client.POST('/approval-delegations', { body, ...toInit(options) }),
    );
  }

  async endApprovalDelegation(
    delegationId: string,
    options?: RequestOptions,
  ): Promise<void> {
    await this.#api.ask(client =>
      client.DELETE('/approval-delegations/{delegationId}', {
        params: { path: { delegationId } },
        ...toInit(options),
      }),
    );
  }

  async simulatePolicies(
    body: PolicySimulationRequest,
    options?: RequestOptions,
  ): Promise<PolicySimulation> {
    return this.#api.ask(client =>
      client.POST('/policies/simulations', { body, ...toInit(options) }),
    );
  }
}

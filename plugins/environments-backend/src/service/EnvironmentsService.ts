import {
  AcceptedOperation,
  Cluster,
  CreateEnvironmentRequest,
  Environment,
  EnvironmentObject,
  EnvironmentsFilter,
  Kubeconfig,
  Operation,
  Page,
  Preview,
  PreviewRequest,
  Template,
  TemplateDetail,
  WorkbenchTryRequest,
} from '@sandlot/plugin-environments-common';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { EnvironmentQuery } from '../database/criteria';
import { Caller } from './Caller';

export interface KubeconfigRequest {
  role: 'owner' | 'viewer';
  /** 600 to 28800. */
  expirationSeconds: number;
}

/**
 * What can be done with environments. `AuthorizedEnvironmentsService` decides
 * whether the caller may, `DefaultEnvironmentsService` does it.
 *
 * Throws `InputError`, `NotAllowedError`, `NotFoundError`, `ConflictError` and
 * `ServiceUnavailableError`.
 */
export interface EnvironmentsService {
  listClusters(caller: Caller): Promise<Cluster[]>;
  listTemplates(caller: Caller): Promise<Template[]>;
  getTemplate(caller: Caller, ref: string): Promise<TemplateDetail>;
  preview(caller: Caller, request: PreviewRequest): Promise<Preview>;
  create(
    caller: Caller,
    request: CreateEnvironmentRequest,
    idempotencyKey: string,
  ): Promise<AcceptedOperation>;
  /** Makes a real environment of a draft, for ops and testers. */
  tryDraft(
    caller: Caller,
    request: WorkbenchTryRequest,
    idempotencyKey: string,
  ): Promise<AcceptedOperation>;
  list(
    caller: Caller,
    filter: EnvironmentsFilter,
    visible?: PermissionCriteria<EnvironmentQuery>,
  ): Promise<Page<Environment>>;
  get(caller: Caller, id: string): Promise<Environment>;
  delete(caller: Caller, id: string): Promise<AcceptedOperation>;
  listOperations(caller: Caller, id: string): Promise<Operation[]>;
  getOperation(caller: Caller, operationId: string): Promise<Operation>;
  listObjects(caller: Caller, id: string): Promise<EnvironmentObject[]>;
  createKubeconfig(
    caller: Caller,
    id: string,
    request: KubeconfigRequest,
  ): Promise<Kubeconfig>;
}

import {
  AcceptedOperation,
  AccessAccount,
  Activity,
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
  role: Kubeconfig['role'];
  /** 600 to 28800; what is left of an elevation, as `elevated`. */
  expirationSeconds: number;
  /** `exec`: without a token, which kubectl gets when it needs one. */
  form: 'token' | 'exec';
}

/** Where the choices of a request come from. */
export interface CreationOrigin {
  /** Id of the environment that has the same. */
  clonedFrom: string;
  /** What was asked for, by which a request that is sent again is known. */
  asked: object;
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
    origin?: CreationOrigin,
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
  listOperations(caller: Caller, id: string): Promise<Activity>;
  getOperation(caller: Caller, operationId: string): Promise<Operation>;
  listObjects(caller: Caller, id: string): Promise<EnvironmentObject[]>;
  createKubeconfig(
    caller: Caller,
    id: string,
    request: KubeconfigRequest,
  ): Promise<Kubeconfig>;
  /** Who has an account in it. */
  listAccess(caller: Caller, id: string): Promise<AccessAccount[]>;
  /**
   * Deletes somebody's accounts, so that no token of theirs is good any more.
   *
   * @param person - entity reference
   * @returns who has one then; what could not be deleted yet is `revoking`
   */
  revokeAccess(
    caller: Caller,
    id: string,
    person: string,
  ): Promise<AccessAccount[]>;
}

import {
  AccessAccount,
  Elevation,
  ElevationDecision,
  ElevationList,
  ElevationRequest,
  Environment,
  Kubeconfig,
  NewShare,
  Page,
  Share,
  ShareRequest,
  WaitingElevation,
} from '../types';
import { ApiConnection, toInit } from './ApiConnection';
import { ApprovalsClient } from './ApprovalsClient';
import { RequestOptions } from './options';

/** Ways into an environment, for oneself and for others: a part of `EnvironmentsClient`. @public */
export abstract class AccessClient extends ApprovalsClient {
  readonly #api: ApiConnection;

  /** @internal */
  protected constructor(api: ApiConnection) {
    super(api);
    this.#api = api;
  }

  async createKubeconfig(
    id: string,
    body: {
      role?: Kubeconfig['role'];
      expirationSeconds?: number;
      form?: 'token' | 'exec';
    } = {},
    options?: RequestOptions,
  ): Promise<Kubeconfig> {
    return this.#api.ask(client =>
      client.POST('/environments/{id}/kubeconfig', {
        // The server fills in what is left out; the generated type does not know.
        body: body as Required<typeof body>,
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async listAccess(
    id: string,
    options?: RequestOptions,
  ): Promise<AccessAccount[]> {
    const { items } = await this.#api.ask(client =>
      client.GET('/environments/{id}/access', {
        params: { path: { id } },
        ...toInit(options),
      }),
    );
    return items;
  }

  async revokeAccess(
    id: string,
    person?: string,
    options?: RequestOptions,
  ): Promise<AccessAccount[]> {
    const { items } = await this.#api.ask(client =>
      client.DELETE('/environments/{id}/access', {
        params: { path: { id }, query: { person } },
        ...toInit(options),
      }),
    );
    return items;
  }

  async listElevations(
    id: string,
    page?: { cursor?: string; limit?: number },
    options?: RequestOptions,
  ): Promise<ElevationList> {
    return this.#api.ask(client =>
      client.GET('/environments/{id}/elevations', {
        params: { path: { id }, query: page },
        ...toInit(options),
      }),
    );
  }

  async listWaitingElevations(
    page?: { cursor?: string; limit?: number },
    options?: RequestOptions,
  ): Promise<Page<WaitingElevation>> {
    return this.#api.ask(client =>
      client.GET('/elevations', {
        params: { query: page },
        ...toInit(options),
      }),
    );
  }

  async requestElevation(
    id: string,
    body: ElevationRequest,
    options?: RequestOptions,
  ): Promise<Elevation> {
    return this.#api.ask(client =>
      client.POST('/environments/{id}/elevations', {
        body,
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async decideElevation(
    id: string,
    elevationId: string,
    body: ElevationDecision,
    options?: RequestOptions,
  ): Promise<Elevation> {
    return this.#api.ask(client =>
      client.POST('/environments/{id}/elevations/{elevationId}/decision', {
        body,
        params: { path: { id, elevationId } },
        ...toInit(options),
      }),
    );
  }

  async closeElevation(
    id: string,
    elevationId: string,
    options?: RequestOptions,
  ): Promise<Elevation> {
    return this.#api.ask(client =>
      client.POST('/environments/{id}/elevations/{elevationId}/close', {
        params: { path: { id, elevationId } },
        ...toInit(options),
      }),
    );
  }

  /** The code belongs into the fragment of the page's address: `#share=`. */
  async createShare(
    id: string,
    body: ShareRequest,
    options?: RequestOptions,
  ): Promise<NewShare> {
    return this.#api.ask(client =>
      client.POST('/environments/{id}/shares', {
        body,
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }

  async listShares(id: string, options?: RequestOptions): Promise<Share[]> {
    const { items } = await this.#api.ask(client =>
      client.GET('/environments/{id}/shares', {
        params: { path: { id } },
        ...toInit(options),
      }),
    );
    return items;
  }

  async revokeShare(
    id: string,
    shareId: string,
    options?: RequestOptions,
  ): Promise<Share[]> {
    const { items } = await this.#api.ask(client =>
      client.DELETE('/environments/{id}/shares/{shareId}', {
        params: { path: { id, shareId } },
        ...toInit(options),
      }),
    );
    return items;
  }

  async redeemShare(
    id: string,
    code: string,
    options?: RequestOptions,
  ): Promise<Environment> {
    return this.#api.ask(client =>
      client.POST('/environments/{id}/shares/redeem', {
        body: { code },
        params: { path: { id } },
        ...toInit(options),
      }),
    );
  }
}

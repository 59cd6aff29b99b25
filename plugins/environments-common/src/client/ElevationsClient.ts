import {
  Elevation,
  ElevationDecision,
  ElevationList,
  ElevationRequest,
} from '../types';
import { ApiConnection, toInit } from './ApiConnection';
import { ApprovalsClient } from './ApprovalsClient';
import { RequestOptions } from './options';

/** More rights in an environment, for minutes: a part of `EnvironmentsClient`. @public */
export abstract class ElevationsClient extends ApprovalsClient {
  readonly #api: ApiConnection;

  /** @internal */
  protected constructor(api: ApiConnection) {
    super(api);
    this.#api = api;
  }

  async listElevations(
    id: string,
    options?: RequestOptions,
  ): Promise<ElevationList> {
    return this.#api.ask(client =>
      client.GET('/environments/{id}/elevations', {
        params: { path: { id } },
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
}

import {
  type APIRequestContext,
  type APIResponse,
  expect,
  request,
} from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { PEOPLE, type Person } from './people';

/** What the tests read of an environment. */
export interface Environment {
  id: string;
  name: string;
  namespace: string;
  phase: string;
  template: { ref: string; revision: string; behind: number };
}

/** What a request for an environment takes beside its name. */
export interface EnvironmentRequest {
  /** Name of a template in the default namespace; `team-sandbox` if absent. */
  template?: string;
  parameters?: Record<string, unknown>;
}

/** The portal as one person reaches it without a browser: plain requests. */
export class PortalApi {
  private constructor(
    private readonly person: Person,
    private readonly http: APIRequestContext,
  ) {}

  static async signIn(baseURL: string, person: Person): Promise<PortalApi> {
    const anonymous = await request.newContext({ baseURL });
    const session = await answer(
      await anonymous.get('/api/auth/personas/refresh', {
        headers: { 'x-sandlot-persona': PEOPLE[person].ref },
      }),
    );
    await anonymous.dispose();
    const authorization = `Bearer ${session.backstageIdentity.token}`;
    return new PortalApi(
      person,
      await request.newContext({
        baseURL,
        extraHTTPHeaders: { authorization },
      }),
    );
  }

  /** Any request, for its status and body; `path` starts with `/api/`. */
  async send(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    data?: unknown,
  ): Promise<APIResponse> {
    return await this.http.fetch(path, {
      method,
      data,
      headers: { 'idempotency-key': randomUUID() },
    });
  }

  /** The body of a GET that must succeed. */
  async get(path: string): Promise<any> {
    return await answer(await this.send('GET', path));
  }

  /** The body of a request for an environment of the person's own group. */
  async requestBody(name: string, wanted: EnvironmentRequest = {}) {
    const template = await this.get(
      `/api/environments/templates/default/${
        wanted.template ?? 'team-sandbox'
      }`,
    );
    return {
      name,
      template: template.ref,
      revision: template.revision,
      owner: PEOPLE[this.person].group,
      parameters: { ...defaultsOf(template), ...wanted.parameters },
    };
  }

  /** Makes an environment and waits until it is Ready. */
  async create(
    name: string,
    wanted?: EnvironmentRequest,
  ): Promise<Environment> {
    return await this.waitFor(await this.request(name, wanted), 'Ready');
  }

  /** Asks for an environment; answers with its id. */
  async request(name: string, wanted?: EnvironmentRequest): Promise<string> {
    const accepted = await answer(
      await this.send(
        'POST',
        '/api/environments/environments',
        await this.requestBody(name, wanted),
      ),
    );
    return accepted.environment.id;
  }

  /** Agrees to all that waits for the person about one environment. */
  async approve(id: string): Promise<void> {
    const path = '/api/environments/approvals';
    const { items } = await this.get(`${path}?scope=mine`);
    for (const approval of items) {
      if (approval.environment.id === id) {
        const { digest } = await this.get(`${path}/${approval.id}`);
        await answer(
          await this.send('POST', `${path}/${approval.id}/decisions`, {
            decision: 'approve',
            digest,
          }),
        );
      }
    }
  }

  /** What the log has of one action, newest first. */
  async recordsOf(
    action: string,
    about: { environment?: string; template?: string },
  ): Promise<any[]> {
    const query = new URLSearchParams({ action, limit: '100', ...about });
    const { items } = await this.get(
      `/api/environments/audit/records?${query}`,
    );
    return items;
  }

  /** Waits until the environment is in a phase, such as `Deleted`. */
  async waitFor(id: string, phase: string): Promise<Environment> {
    let environment: Environment | undefined;
    await expect
      .poll(
        async () => {
          environment = await this.get(
            `/api/environments/environments/${encodeURIComponent(id)}`,
          );
          return environment?.phase;
        },
        { message: `environment ${id}`, timeout: 60_000 },
      )
      .toBe(phase);
    return environment!;
  }

  /** Asks for the end of everything that has one of these names. */
  async deleteAll(names: string[]): Promise<void> {
    const { items } = await this.get(
      '/api/environments/environments?scope=all&limit=200',
    );
    for (const { id, name } of items as Environment[]) {
      if (names.includes(name)) {
        await answer(
          await this.send('DELETE', `/api/environments/environments/${id}`),
        );
      }
    }
  }

  async dispose(): Promise<void> {
    await this.http.dispose();
  }
}

/** The body, or an error that says what the portal answered. */
async function answer(response: APIResponse): Promise<any> {
  if (!response.ok()) {
    throw new Error(
      `${response.url()} answered ${response.status()}: ${await response.text()}`,
    );
  }
  return await response.json();
}

/** What the form of a template starts with. */
function defaultsOf(template: {
  parameters: { properties?: Record<string, { default?: unknown }> };
}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(template.parameters.properties ?? {})
      .filter(([, schema]) => schema.default !== undefined)
      .map(([name, schema]) => [name, schema.default]),
  );
}

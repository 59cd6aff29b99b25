import {
  AccessAccount,
  CreateEnvironmentRequest,
  EnvironmentObject,
  EnvironmentsFilter,
} from '@sandlot/plugin-environments-common';
import { EnvironmentsApi } from '../api';
import { FakeElevations } from './FakeElevations';
import { NOTHING_ALLOWED } from './FakeState';
import { DANA, OBJECTS, TEAM } from './fixtures';
import { refusal } from './refusal';

/**
 * The backend as the contract describes it, in memory; its parts are the
 * classes that it extends.
 */
export class FakeEnvironmentsApi
  extends FakeElevations
  implements EnvironmentsApi
{
  /** Who has one, in every environment. */
  accounts: AccessAccount[] = [];
  /** Every request to create: its key and what it asked for. */
  readonly createRequests: { key: string; body: CreateEnvironmentRequest }[] =
    [];

  async createEnvironment(body: CreateEnvironmentRequest, key: string) {
    this.createRequests.push({ key, body });
    await this.check('createEnvironment');
    const template = this.templates.find(({ ref }) => ref === body.template)!;
    if (template.revision !== body.revision) {
      throw await refusal(
        409,
        'ConflictError',
        'The template has another revision by now.',
      );
    }
    const environment = this.add({
      name: body.name,
      owner: body.owner,
      parameters: body.parameters,
      addOns: body.addOns,
      template: this.toTemplate(template.ref),
    });
    return { environment, operation: environment.operation };
  }

  async listEnvironments(filter: EnvironmentsFilter = {}) {
    await this.check('listEnvironments');
    const items = this.environments.filter(
      environment =>
        (filter.phase
          ? filter.phase.includes(environment.phase)
          : filter.id || environment.phase !== 'Deleted') &&
        (!filter.id || filter.id.includes(environment.id)) &&
        (!filter.owner || environment.owner === filter.owner) &&
        (!filter.template || environment.template.ref === filter.template) &&
        (!filter.concern || environment.ownerMissing) &&
        (filter.scope !== 'mine' || [DANA, TEAM].includes(environment.owner)),
    );
    return this.page(items, filter.cursor);
  }

  async getEnvironment(id: string) {
    await this.check('getEnvironment');
    return (
      this.environments.find(e => e.id === id) ?? this.missing('environment')
    );
  }

  async deleteEnvironment(id: string) {
    await this.check('deleteEnvironment');
    const { template } = await this.getEnvironment(id);
    const operation = this.operate(id, 'delete', template.revision);
    const environment = this.change(id, {
      phase: 'Deleting',
      operation,
      allowed: NOTHING_ALLOWED,
    });
    return { environment, operation };
  }

  async listOperations(id: string) {
    await this.check('listOperations');
    return {
      items: this.operations.filter(o => o.environmentId === id),
      events: this.events.get(id) ?? [],
    };
  }

  async listObjects(id: string): Promise<{ items: EnvironmentObject[] }> {
    await this.check('listObjects');
    const { phase, namespace, createdAt } = await this.getEnvironment(id);
    return {
      items:
        phase === 'Deleted'
          ? []
          : OBJECTS.map(object => ({
              ...object,
              name: namespace,
              ...(this.removedKinds.includes(object.kind)
                ? { health: 'Missing' }
                : {
                    health: phase === 'Ready' ? 'Healthy' : 'Progressing',
                    createdAt,
                  }),
            })),
    };
  }

  async createKubeconfig(
    id: string,
    body: NonNullable<Parameters<EnvironmentsApi['createKubeconfig']>[1]> = {},
  ) {
    await this.check('createKubeconfig');
    const { namespace } = await this.getEnvironment(id);
    const { role = 'owner', form } = body;
    const kubeconfig = `apiVersion: v1\nkind: Config\n# ${role} of ${namespace}\n`;
    if (form === 'exec') return { kubeconfig, namespace, role };
    return {
      kubeconfig,
      namespace,
      role,
      expiresAt: new Date(
        Date.now() + (body.expirationSeconds ?? 3600) * 1000,
      ).toISOString(),
    };
  }

  async listAccess(_id: string) {
    await this.check('listAccess');
    return this.accounts;
  }

  async revokeAccess(_id: string, person: string = DANA) {
    await this.check('revokeAccess');
    this.accounts = this.accounts.filter(one => one.person !== person);
    return this.accounts;
  }

  async getHealth() {
    await this.check('getHealth');
    return {
      checkedAt: new Date().toISOString(),
      database: { reachable: true },
      clusters: [],
      tasks: [],
    };
  }

  async getOperation(id: string) {
    await this.check('getOperation');
    return this.operations.find(o => o.id === id) ?? this.missing('operation');
  }
}

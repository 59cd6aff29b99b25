import {
  AuditFilter,
  CreateEnvironmentRequest,
  EnvironmentObject,
  EnvironmentsFilter,
} from '@sandlot/plugin-environments-common';
import { EnvironmentsApi } from '../api';
import { FakeChanges } from './FakeChanges';
import { DANA, OBJECTS, TEAM } from './fixtures';
import { refusal } from './refusal';

/**
 * The backend as the contract describes it, in memory; its parts are the
 * classes that it extends.
 */
export class FakeEnvironmentsApi
  extends FakeChanges
  implements EnvironmentsApi
{
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
          : environment.phase !== 'Deleted') &&
        (!filter.owner || environment.owner === filter.owner) &&
        (!filter.template || environment.template.ref === filter.template) &&
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
      allowed: {
        delete: false,
        access: false,
        upgrade: false,
        rollback: false,
        hold: false,
        decideDrift: false,
      },
    });
    return { environment, operation };
  }

  async listOperations(id: string) {
    await this.check('listOperations');
    return { items: this.operations.filter(o => o.environmentId === id) };
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
    body: { role?: 'owner' | 'viewer'; expirationSeconds?: number } = {},
  ) {
    await this.check('createKubeconfig');
    const { namespace } = await this.getEnvironment(id);
    return {
      kubeconfig: `apiVersion: v1\nkind: Config\n# ${body.role} of ${namespace}\n`,
      namespace,
      role: body.role ?? 'owner',
      expiresAt: new Date(
        Date.now() + (body.expirationSeconds ?? 3600) * 1000,
      ).toISOString(),
    };
  }

  async getOperation(id: string) {
    await this.check('getOperation');
    return this.operations.find(o => o.id === id) ?? this.missing('operation');
  }

  async listAuditRecords(filter: AuditFilter = {}) {
    await this.check('listAuditRecords');
    const items = [...this.records]
      .reverse()
      .filter(
        record =>
          (!filter.actor || record.actor.ref === filter.actor) &&
          (!filter.action || record.action === filter.action) &&
          (!filter.outcome || record.outcome === filter.outcome) &&
          (!filter.cluster || record.target.cluster === filter.cluster) &&
          (!filter.namespace || record.target.namespace === filter.namespace) &&
          (!filter.template || record.template?.ref === filter.template) &&
          (!filter.correlation ||
            record.correlationId === filter.correlation) &&
          (!filter.environment ||
            record.environmentId === filter.environment) &&
          (!filter.from || record.time >= filter.from) &&
          (!filter.to || record.time < filter.to),
      );
    return this.page(items, filter.cursor);
  }

  async getAuditRecord(eventId: string) {
    await this.check('getAuditRecord');
    const record = this.records.find(r => r.eventId === eventId);
    return record
      ? {
          record,
          canonical: JSON.stringify(record),
          digest: `sha256:${'ab'.repeat(32)}`,
        }
      : this.missing('record');
  }
}

import {
  AcceptedOperation,
  ActivityEvent,
  ApprovalRequirement,
  AskedChange,
  Drift,
  DriftDecision,
  Environment,
  HoldRequest,
  ObjectChange,
  Operation,
  Problem,
  RollbackRequest,
  UpgradePreview,
  UpgradePreviewRequest,
  UpgradeRequest,
} from '@sandlot/plugin-environments-common';
import { approvalOfDana } from './approvalFixtures';
import { DRIFT, ROLLBACK_CHANGES, UPGRADE_CHANGES } from './changeFixtures';
import { FakeRollouts } from './FakeRollouts';
import { earlierRevision } from './FakeTemplates';
import { fakeOwnManifests } from './fakePreview';
import { EnvironmentChanges } from './FakeState';
import { DANA } from './fixtures';
import { refusal } from './refusal';

const AGREEMENT = `sha256:${'a9'.repeat(32)}`;

/** What changes an environment that is there: upgrades, holds, drift. */
export class FakeChanges extends FakeRollouts {
  upgradeChanges: ObjectChange[] = UPGRADE_CHANGES;
  /** Parameters for which an upgrade needs a value. */
  upgradeNeeds: string[] = [];
  /** Who must agree to each upgrade; nobody unless told. */
  upgradeApprovals?: ApprovalRequirement[];
  readonly upgradeRequests: UpgradeRequest[] = [];
  readonly driftDecisions: DriftDecision[] = [];

  /** An environment that is ready and one revision behind. */
  addBehind(name: string, changes: EnvironmentChanges = {}): Environment {
    const [template] = this.templates;
    return this.add({
      ...changes,
      name,
      phase: 'Ready',
      template: {
        revision: earlierRevision(template),
        behind: 1,
        latest: template.revision,
      },
      allowed: { access: true, upgrade: true, hold: true, decideDrift: true },
    });
  }

  /** Somebody changes objects of the environment past the portal. */
  addDrift(id: string): Environment {
    this.drifts.set(id, DRIFT);
    return this.change(id, { drifted: DRIFT.length });
  }

  async createUpgradePreview(
    id: string,
    body: UpgradePreviewRequest,
  ): Promise<UpgradePreview> {
    await this.check('createUpgradePreview');
    const { template, parameters, addOns } = await this.require(id);
    const values = { ...parameters, ...body.parameters };
    const needed = this.upgradeNeeds
      .filter(name => values[name] === undefined)
      .map(name => ({
        path: `/parameters/${name}`,
        message: 'missing',
        expected: 'text',
      }));
    const own = fakeOwnManifests(
      this.templates.find(({ ref }) => ref === template.ref)!,
      body.manifests ?? '',
    );
    const problems = [...needed, ...own.problems];
    const preview = this.#preview(
      template.revision,
      body.revision ?? this.toTemplate(template.ref).revision,
      { parameters: values, addOns: body.addOns ?? addOns },
      this.upgradeChanges,
      problems,
    );
    return { ...preview, approvals: this.upgradeApprovals };
  }

  async createUpgrade(id: string, body: UpgradeRequest) {
    this.upgradeRequests.push(body);
    await this.check('createUpgrade');
    const { template, parameters } = await this.require(id);
    if (this.upgradeApprovals) {
      return this.ask(id, this.upgradeApprovals[0].by, {
        kind: 'upgrade',
        reason: body.reason,
        revision: { from: template.revision, to: body.revision },
      });
    }
    this.before.set(id, template.revision);
    this.change(id, { parameters: { ...parameters, ...body.parameters } });
    return this.#start(id, 'upgrade', body.revision);
  }

  async createRollbackPreview(id: string): Promise<UpgradePreview> {
    await this.check('createRollbackPreview');
    const { template, parameters, addOns } = await this.require(id);
    const to = await this.#before(id);
    const content = { parameters, addOns };
    return this.#preview(template.revision, to, content, ROLLBACK_CHANGES, []);
  }

  async createRollback(id: string, _body: RollbackRequest) {
    await this.check('createRollback');
    const to = await this.#before(id);
    this.before.delete(id);
    return this.#start(id, 'rollback', to);
  }

  async holdEnvironment(id: string, body: HoldRequest): Promise<Environment> {
    await this.check('holdEnvironment');
    const since = new Date().toISOString();
    this.#decided(id, 'hold', body);
    return this.change(id, { hold: { by: DANA, since, ...body } });
  }

  async releaseEnvironment(id: string): Promise<Environment> {
    await this.check('releaseEnvironment');
    const { by, reason } = this.find(id).hold!;
    this.#decided(id, 'release', { reason: `It was held by ${by}: ${reason}` });
    return this.change(id, { hold: undefined });
  }

  async getDrift(id: string): Promise<Drift> {
    await this.check('getDrift');
    return {
      checkedAt: '2026-11-22T12:05:00.000Z',
      items: this.drifts.get(id) ?? [],
    };
  }

  async decideDrift(id: string, body: DriftDecision): Promise<Environment> {
    this.driftDecisions.push(body);
    await this.check('decideDrift');
    const { decision, objects, reason, until = '' } = body;
    const isMeant = ({ kind, name }: { kind: string; name: string }) =>
      objects.some(object => object.kind === kind && object.name === name);
    const items = this.drifts.get(id) ?? [];
    const after =
      decision === 'except'
        ? items.map(item =>
            isMeant(item)
              ? { ...item, exception: { by: DANA, reason, until } }
              : item,
          )
        : items.filter(item => !isMeant(item));
    this.drifts.set(id, after);
    const drifted = after.filter(({ exception }) => !exception).length;
    const { template } = this.change(id, { drifted });
    if (decision !== 'revert') {
      this.#decided(id, `${decision}Drift`, body);
    }
    return decision === 'revert'
      ? this.#start(id, 'revert', template.revision).environment
      : this.find(id);
  }

  /** The environment stays as it is until they have agreed. */
  protected ask(
    id: string,
    by: string,
    asked: Omit<AskedChange, 'operation'>,
  ): AcceptedOperation {
    const { template, approvals = [], allowed } = this.find(id);
    const operation: Operation = {
      ...this.operate(id, asked.kind, template.revision),
      state: 'AwaitingApproval',
      stages: [],
      reason: asked.reason,
    };
    this.record(operation);
    const approval = approvalOfDana({
      requirement: {
        by,
        count: 1,
        policy: 'rule',
        source: 'portal',
        message: 'Somebody must know of it',
      },
      change: { ...asked, operation: operation.id },
    });
    const environment = this.change(id, {
      allowed: { ...allowed, withdraw: true },
      approvals: [...approvals, approval],
    });
    return { environment, operation };
  }

  protected async require(id: string): Promise<Environment> {
    return this.find(id) ?? this.missing('environment');
  }

  #start(id: string, kind: Operation['kind'], revision: string) {
    const { allowed, template, addOns } = this.find(id);
    const operation = this.operate(
      id,
      kind,
      revision,
      kind === 'revert' ? {} : { from: template.revision, addOns },
    );
    const environment = this.change(id, {
      phase: 'Updating',
      operation,
      allowed: {
        ...allowed,
        upgrade: false,
        rollback: false,
        decideDrift: false,
      },
    });
    return { environment, operation };
  }

  #decided(
    id: string,
    kind: ActivityEvent['kind'],
    what: Partial<Pick<ActivityEvent, 'reason' | 'until' | 'objects'>>,
  ) {
    const { reason, until, objects = [] } = what;
    const event = {
      id: this.newId(),
      kind,
      by: DANA,
      time: new Date().toISOString(),
      reason,
      until,
      objects: objects.map(object => ({
        kind: object.kind,
        name: object.name,
      })),
    };
    this.events.set(id, [event, ...(this.events.get(id) ?? [])]);
  }

  async #before(id: string): Promise<string> {
    const before = this.before.get(id);
    if (!before) {
      throw await refusal(
        409,
        'ConflictError',
        'There is nothing to go back to.',
      );
    }
    return before;
  }

  #preview(
    from: string,
    to: string,
    content: Pick<UpgradePreview, 'parameters' | 'addOns'>,
    objects: ObjectChange[],
    problems: Problem[],
  ): UpgradePreview {
    const isGood =
      problems.length === 0 && objects.every(({ refusal: no }) => !no);
    return {
      from,
      to,
      ...content,
      objects,
      unchanged: 5,
      problems,
      agreement: isGood ? AGREEMENT : undefined,
    };
  }
}

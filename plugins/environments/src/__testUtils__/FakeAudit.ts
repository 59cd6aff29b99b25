import {
  AuditCriteria,
  AuditExportQuery,
  AuditFilter,
  AuditRecord,
  AuditView,
  SaveAuditViewRequest,
} from '@sandlot/plugin-environments-common';
import { fakeAuditReport } from './fakeAuditReport';
import { fakeAuditSummary, fits } from './fakeAuditSummary';
import { FakeAuditLog } from './FakeAuditLog';
import { FakeLifecycle } from './FakeLifecycle';
import { refusal } from './refusal';

/** The log, as the contract has it. */
export abstract class FakeAudit extends FakeLifecycle {
  /** What every export was asked for. */
  readonly exports: AuditExportQuery[] = [];
  readonly auditLog = new FakeAuditLog(() => this.records);
  auditViews: AuditView[] = [];

  async listAuditRecords(filter: AuditFilter = {}) {
    await this.check('listAuditRecords');
    const page = this.page(this.#matching(filter).reverse(), filter.cursor);
    return {
      ...page,
      items: page.items.map(record => this.auditLog.toSealed(record)),
    };
  }

  async getAuditRecord(eventId: string) {
    await this.check('getAuditRecord');
    const record = this.records.find(r => r.eventId === eventId);
    return record ? this.auditLog.toDetail(record) : this.missing('record');
  }

  async summarizeAuditRecords(criteria: AuditCriteria = {}) {
    await this.check('summarizeAuditRecords');
    return fakeAuditSummary(this.#matching(criteria), criteria);
  }

  async getAuditProof(eventId: string) {
    await this.check('getAuditProof');
    return (await this.auditLog.prove(eventId)) ?? this.missing('proof');
  }

  async getEnvironmentReceipt(id: string, receipt: 'creation' | 'deletion') {
    await this.check('getEnvironmentReceipt');
    const record = this.records.find(
      ({ environmentId, action }) =>
        environmentId === id &&
        action ===
          (receipt === 'creation'
            ? 'environment.create'
            : 'environment.delete'),
    );
    return (
      (record && (await this.auditLog.prove(record.eventId))) ??
      this.missing('receipt')
    );
  }

  async exportAuditRecords(query: AuditExportQuery) {
    await this.check('exportAuditRecords');
    this.exports.push(query);
    const lines = this.#matching(query).map(record => JSON.stringify(record));
    return new Blob([lines.join('\n')]);
  }

  async getAuditReport(period: { from: string; to: string }) {
    await this.check('getAuditReport');
    const report = fakeAuditReport(this.#matching(period), period);
    const { checkpoint } = await this.auditLog.describe();
    return { ...report, integrity: { ...report.integrity, checkpoint } };
  }

  async getAuditLog() {
    await this.check('getAuditLog');
    return this.auditLog.describe();
  }

  async listAuditCheckpoints(query: { cursor?: string } = {}) {
    await this.check('listAuditCheckpoints');
    return this.page(await this.auditLog.listCheckpoints(), query.cursor);
  }

  async listAuditViews() {
    await this.check('listAuditViews');
    return { items: this.auditViews };
  }

  async saveAuditView(body: SaveAuditViewRequest) {
    await this.check('saveAuditView');
    const { replace, name, query } = body;
    const taken = this.auditViews.find(view => view.name === name);
    if (taken && !replace) {
      throw await refusal(
        409,
        'ConflictError',
        `You keep a view “${name}” already`,
      );
    }
    const view = { id: taken?.id ?? this.newId(), name, query };
    this.auditViews = [
      ...this.auditViews.filter(other => other !== taken),
      view,
    ].sort((a, b) => a.name.localeCompare(b.name));
    return view;
  }

  async deleteAuditView(viewId: string) {
    await this.check('deleteAuditView');
    this.auditViews = this.auditViews.filter(({ id }) => id !== viewId);
  }

  async previewErasure({ person }: { person: string }) {
    await this.check('previewErasure');
    const acted = this.auditLog.recordsOf(person).length;
    return {
      records: acted,
      acted,
      isAtLeast: false,
      views: 0,
      environments: this.environments.filter(
        ({ createdBy }) => createdBy === person,
      ).length,
    };
  }

  async erasePerson(body: { person: string; reason: string }) {
    await this.check('erasePerson');
    return { records: this.auditLog.erase(body.person) };
  }

  async resumeAuditSink(sinkId: string) {
    await this.check('resumeAuditSink');
    return this.auditLog.resumeSink(sinkId) ?? this.missing('sink');
  }

  #matching(filter: AuditCriteria): AuditRecord[] {
    return this.records.filter(record => fits(record, filter));
  }
}

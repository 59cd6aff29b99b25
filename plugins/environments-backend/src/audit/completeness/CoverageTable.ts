import {
  AuditCoverage,
  AuditFinding,
} from '@sandlot/plugin-environments-common';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { RecordedNamespace } from './findDisagreements';

/** Phases in which the namespace of an environment has to be there. */
const THERE = [
  'Ready',
  'Updating',
  'Failed',
  'Hibernating',
  'Hibernated',
  'Resuming',
];

/** What the log and the state have of namespaces, and the last comparison of each cluster. */
export class CoverageTable {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Of these environments, the UIDs of namespaces whose creation is in the log as done. */
  async recordedUids(environmentIds: string[]): Promise<string[]> {
    if (environmentIds.length === 0) return [];
    const rows: { canonical: Buffer }[] = await this.#knex('audit_records')
      .select('canonical')
      .whereIn('environment_id', environmentIds)
      .where({ action: 'kubernetes.create', stage: 'succeeded' });
    return rows.flatMap(({ canonical }) => {
      const { target } = JSON.parse(canonical.toString('utf8')) as {
        target?: JsonObject;
      };
      const uid = target?.namespaceUid ?? target?.uid;
      return typeof uid === 'string' ? [uid] : [];
    });
  }

  /** Namespaces of the cluster that have to be there. */
  async expected(cluster: string): Promise<RecordedNamespace[]> {
    const rows = await this.#knex('environments')
      .select('id', 'namespace', 'namespace_uid')
      .where({ cluster })
      .whereIn('phase', THERE)
      .whereNotNull('namespace_uid');
    return rows.map(row => ({
      environmentId: row.id,
      namespace: row.namespace,
      uid: row.namespace_uid,
    }));
  }

  async list(): Promise<AuditCoverage[]> {
    const rows = await this.#knex('audit_coverage').orderBy('cluster');
    return rows.map(row => ({
      cluster: row.cluster,
      checkedAt: row.checked_at.toISOString(),
      namespaces: row.namespaces,
      covered: row.covered,
      findings: row.findings,
    }));
  }

  /** Of the last comparison. */
  async findings(cluster: string): Promise<AuditFinding[]> {
    const row = await this.#knex('audit_coverage').where({ cluster }).first();
    return row?.findings ?? [];
  }

  async keep(coverage: AuditCoverage): Promise<void> {
    const { checkedAt, findings, ...rest } = coverage;
    await this.#knex('audit_coverage')
      .insert({
        ...rest,
        checked_at: checkedAt,
        findings: JSON.stringify(findings),
      })
      .onConflict('cluster')
      .merge();
  }
}

import {
  AuditCheckpoint,
  AuditCoverage,
} from '@sandlot/plugin-environments-common';

/** What a report can say of how far its period is proven. */
export interface Proven {
  /** The end of a period that is not over yet. */
  runsUntil?: Date;
  /** Records of the period. */
  records: number;
  /** Of these, the ones that are sealed. */
  sealed: number;
  /** Index of the first of them. */
  start?: bigint;
  /** Index behind the last of them. */
  end?: bigint;
  checkpoint?: AuditCheckpoint;
  /** The newest that a witness has; it may be older than `checkpoint`. */
  witnessed?: AuditCheckpoint;
  coverage: AuditCoverage[];
}

/** In words, and no more than is so. */
export function stateIntegrity(proven: Proven): string {
  return [
    ...ofPeriod(proven),
    ...ofRecords(proven),
    ...ofClusters(proven.coverage),
  ].join(' ');
}

function ofPeriod({ runsUntil }: Proven): string[] {
  if (!runsUntil) return [];
  return [
    `This period is not over: it ends ${toUtcText(
      runsUntil.toISOString(),
    )}, and what follows is as of now.`,
  ];
}

function ofRecords(proven: Proven): string[] {
  const { records, sealed, end, checkpoint } = proven;
  if (records === 0) return ['There is no record of this period.'];
  if (!checkpoint || sealed === 0) {
    return [
      `None of the ${records} records of this period is sealed: that none was changed or left out is not proven.`,
    ];
  }
  const isCovered = end !== undefined && BigInt(checkpoint.size) >= end;
  return [
    `${sealed} of the ${records} records of this period are sealed in the tree${
      isCovered
        ? `, under the signed checkpoint of ${checkpoint.size} records`
        : ''
    }.`,
    ofWitnesses(checkpoint, proven),
  ];
}

function ofWitnesses(
  checkpoint: AuditCheckpoint,
  { start = 0n, witnessed }: Proven,
): string {
  if (checkpoint.cosignatures.length > 0) {
    return `${namesOf(
      checkpoint,
    )} outside of the database has this checkpoint: whoever verifies an export against it sees any change, omission or restored backup.`;
  }
  if (witnessed && BigInt(witnessed.size) > start) {
    return `No witness has this checkpoint yet. ${namesOf(
      witnessed,
    )} outside of the database has that of ${
      witnessed.size
    } records: any change before place ${
      witnessed.size
    } of the log is seen. What stands from there on waits for a witness.`;
  }
  return 'No witness has this checkpoint: whoever has both the database and the key could have made another history.';
}

function namesOf({ cosignatures }: AuditCheckpoint): string {
  return cosignatures.map(({ witness }) => witness).join(' and ');
}

function ofClusters(coverage: AuditCoverage[]): string[] {
  if (coverage.length === 0) {
    return ['No cluster has been compared with the log yet.'];
  }
  const findings = coverage.flatMap(one => one.findings);
  const covered = sum(coverage.map(one => one.covered));
  const all = sum(coverage.map(one => one.namespaces));
  const asOf = toUtcText(coverage.map(one => one.checkedAt).sort()[0]);
  if (all + findings.length === 0) {
    return [
      `No namespace on ${clustersOf(coverage)} has our label as of ${asOf}.`,
    ];
  }
  return [
    `Of ${all} ${
      all === 1 ? 'namespace' : 'namespaces'
    } with our label on ${clustersOf(coverage)}, ${covered} ${
      covered === 1 ? 'has' : 'have'
    } a record of creation as of ${asOf}${
      findings.length > 0
        ? `; ${findings.length} ${
            findings.length === 1 ? 'thing does' : 'things do'
          } not agree`
        : ''
    }.`,
  ];
}

function clustersOf({ length }: AuditCoverage[]): string {
  return `${length} ${length === 1 ? 'cluster' : 'clusters'}`;
}

/** As the pages write a moment. */
function toUtcText(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}

function sum(numbers: number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

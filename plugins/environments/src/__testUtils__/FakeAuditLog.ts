import { JsonObject } from '@backstage/types';
import {
  AuditCheckpoint,
  AuditDisclosure,
  AuditLog,
  AuditRecord,
  AuditRecordDetail,
  AuditSink,
  formatTlogProof,
} from '@sandlot/plugin-environments-common';
import { FakeSigner } from './FakeSigner';
import { canonicalJson, FakeTree, sha256, toBase64, toHex } from './FakeTree';

const ORIGIN = 'sandlot.example/log';

/** How the log stands as a whole, and what proves its records: real proofs. */
export class FakeAuditLog {
  /** What is other than when all is well. */
  changes: Partial<AuditLog> = {};
  /** How many of the newest records wait to be sealed. */
  unsealed = 0;
  signer = new FakeSigner(ORIGIN);
  readonly #records: () => AuditRecord[];
  readonly #erased = new Set<string>();

  constructor(records: () => AuditRecord[]) {
    this.#records = records;
  }

  /** The record as it is read: with its place, without whom it named. */
  toSealed(record: AuditRecord): AuditRecord {
    const index = this.#records().indexOf(record);
    const isErased = this.#erased.has(record.actor.ref);
    return {
      ...record,
      ...(index < this.#size
        ? { seal: 'witnessed' as const, index: String(index) }
        : { seal: 'pending' as const }),
      ...(isErased && {
        actor: { ...record.actor, ref: 'erased', groups: [] },
        erased: ['/actor/groups', '/actor/ref'],
      }),
    };
  }

  async toDetail(record: AuditRecord): Promise<AuditRecordDetail> {
    const { canonical, disclosures } = await commit(record);
    return {
      record: this.toSealed(record),
      canonical,
      digest: `sha256:${toHex(await sha256(canonical))}`,
      disclosures: this.#erased.has(record.actor.ref) ? [] : disclosures,
    };
  }

  /** @returns undefined for what is not sealed */
  async prove(eventId: string): Promise<string | undefined> {
    const index = this.#records().findIndex(r => r.eventId === eventId);
    if (index < 0 || index >= this.#size) {
      return undefined;
    }
    const tree = await this.#tree();
    const [checkpoint] = await this.listCheckpoints();
    return formatTlogProof({
      index: BigInt(index),
      hashes: await tree.prove(index),
      note: checkpoint.note,
      extra: tree.leaves[index],
    });
  }

  async describe(): Promise<AuditLog> {
    const [checkpoint] = await this.listCheckpoints();
    return {
      origin: ORIGIN,
      keys: [await this.signer.verifierKey()],
      size: checkpoint.size,
      checkpoint,
      unsealed: this.unsealed,
      lagSeconds: this.unsealed > 0 ? 1 : 0,
      isLagging: false,
      witnesses: [
        {
          name: 'witness.example',
          kind: 'http',
          size: checkpoint.size,
          witnessedAt: checkpoint.signedAt,
          isBehind: false,
        },
      ],
      sinks: [],
      coverage: [
        {
          cluster: 'local',
          checkedAt: new Date(Date.now() - 120_000).toISOString(),
          namespaces: 17,
          covered: 17,
          findings: [],
        },
      ],
      archives: [],
      check: {
        last: {
          endedAt: new Date(Date.now() - 3_600_000).toISOString(),
          size: checkpoint.size,
          records: checkpoint.size,
        },
        isOverdue: false,
        faultCount: 0,
        faults: [],
      },
      ...this.changes,
    };
  }

  /** Newest first. */
  async listCheckpoints(): Promise<AuditCheckpoint[]> {
    const tree = await this.#tree();
    const root = await tree.root();
    const signedAt = new Date(Date.now() - 3_000).toISOString();
    return [
      {
        size: String(tree.leaves.length),
        root: toBase64(root),
        note: await this.signer.sign({
          origin: ORIGIN,
          size: BigInt(tree.leaves.length),
          root,
        }),
        signedAt,
        cosignatures: [{ witness: 'witness.example', witnessedAt: signedAt }],
      },
    ];
  }

  /** Those that would be erased. */
  recordsOf(person: string): AuditRecord[] {
    return this.#erased.has(person)
      ? []
      : this.#records().filter(({ actor }) => actor.ref === person);
  }

  erase(person: string): number {
    const { length } = this.recordsOf(person);
    this.#erased.add(person);
    return length;
  }

  resumeSink(sinkId: string): AuditSink | undefined {
    const sinks = this.changes.sinks?.map(sink =>
      sink.id === sinkId ? { ...sink, state: 'running' as const } : sink,
    );
    this.changes = { ...this.changes, sinks };
    return sinks?.find(({ id }) => id === sinkId);
  }

  get #size(): number {
    return this.#records().length - this.unsealed;
  }

  async #tree(): Promise<FakeTree> {
    const records = this.#records().slice(0, this.#size);
    return FakeTree.create(
      await Promise.all(records.map(async r => (await commit(r)).canonical)),
    );
  }
}

/** Puts commitments in the place of who did it. */
async function commit(
  record: AuditRecord,
): Promise<{ canonical: string; disclosures: AuditDisclosure[] }> {
  const { sequence, environmentName, index, seal, ...leaf } = record;
  const { ref, groups } = leaf.actor;
  const disclosures = [
    {
      pointer: '/actor/groups',
      salt: toBase64(new Uint8Array(16)),
      value: groups,
    },
    { pointer: '/actor/ref', salt: toBase64(new Uint8Array(16)), value: ref },
  ];
  const [committedGroups, committedRef] = await Promise.all(
    disclosures.map(async ({ pointer, salt, value }) => ({
      commitment: `sha256:${toHex(
        await sha256(canonicalJson([pointer, salt, value])),
      )}`,
    })),
  );
  return {
    disclosures,
    canonical: canonicalJson({
      ...leaf,
      actor: { ...leaf.actor, groups: committedGroups, ref: committedRef },
    } as unknown as JsonObject),
  };
}

import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import {
  formatCheckpoint,
  formatNote,
} from '@sandlot/plugin-environments-common';
import { Ed25519Cosigner } from '../../Ed25519Cosigner';
import { Ed25519Signer } from '../../Ed25519Signer';
import { MemoryTree } from '../../__testUtils__/MemoryTree';
import { inclusionProof, frontierAt } from '../../proofs';
import { generateSigningKey } from '../../signingKeys';
import { hashLeaf } from '../../treeHashes';
import {
  EXPORT_FORMAT,
  ExportDisclosure,
  ExportLine,
  ExportRecord,
} from '../AuditExport';

export const ORIGIN = 'portal.example/log';
const SALT = Buffer.alloc(16, 7).toString('base64');

/** A log of records as they are, sealed a few at a time. */
export class TestLog {
  readonly signer = Ed25519Signer.fromPem({
    name: ORIGIN,
    ...generateSigningKey(),
  });
  readonly witness = Ed25519Cosigner.fromPem({
    name: 'witness.example',
    ...generateSigningKey(),
  });
  readonly tree = new MemoryTree();
  readonly records: ExportRecord[] = [];
  /** By size. */
  readonly notes = new Map<number, string>();

  static async create(sealed: number[]): Promise<TestLog> {
    const log = new TestLog();
    for (const count of sealed) {
      for (let at = 0; at < count; at++) log.write();
      await log.seal();
    }
    return log;
  }

  get size(): number {
    return this.records.length;
  }

  write(
    fields: Record<string, unknown> = {},
    disclosures?: ExportDisclosure[],
  ): void {
    const index = this.size;
    const opened: ExportDisclosure = [
      '/actor/ref',
      SALT,
      `user:default/person-${index % 3}`,
    ];
    const commitment = `sha256:${createHash('sha256')
      .update(canonicalize(opened)!)
      .digest('hex')}`;
    const canonical = canonicalize({
      action: 'environment.create',
      actor: { kind: 'user', ref: { commitment } },
      correlationId: `request-${index}`,
      reason: `Größe "${index}"\n`,
      stage: 'observed',
      target: {},
      time: new Date(Date.UTC(2026, 10, 29) + index * 1000).toISOString(),
      ...fields,
    })!;
    const leaf = hashLeaf(Buffer.from(canonical));
    this.tree.append(leaf);
    this.records.push({
      type: 'record',
      index: String(index),
      leaf: leaf.toString('base64'),
      canonical,
      disclosures: disclosures ?? [opened],
    });
  }

  async seal(): Promise<void> {
    const { size, frontier } = {
      size: this.size,
      frontier: this.tree.frontier,
    };
    this.notes.set(size, await this.sign(BigInt(size), frontier.root()));
  }

  async sign(size: bigint, root: Buffer): Promise<string> {
    const text = formatCheckpoint({ origin: ORIGIN, size, root });
    const time = new Date('2026-11-29T12:00:00Z');
    return formatNote(text, [
      await this.signer.sign(text),
      this.witness.cosign(text, time),
    ]);
  }

  get keys(): string[] {
    return [this.signer.verifierKey, this.witness.verifierKey];
  }

  /** A run without gaps, to the last checkpoint. */
  async run(from = 0): Promise<ExportLine[]> {
    const hashes = await frontierAt(BigInt(from), this.tree);
    const lines: ExportLine[] = [this.#header(from, hashes)];
    for (let index = from; index < this.size; index++) {
      lines.push(this.records[index]);
      const note = this.notes.get(index + 1);
      if (note) lines.push({ type: 'checkpoint', note });
    }
    const checkpoint = this.notes.get(this.size);
    const records = this.size - from;
    lines.push({ type: 'trailer', to: String(this.size), records, checkpoint });
    return lines;
  }

  async filtered(indexes: number[]): Promise<ExportLine[]> {
    const note = this.notes.get(this.size)!;
    const records: ExportRecord[] = [];
    for (const index of indexes) {
      const proof = await inclusionProof(
        BigInt(index),
        BigInt(this.size),
        this.tree,
      );
      records.push({
        ...this.records[index],
        proof: proof.map(hash => hash.toString('base64')),
      });
    }
    return [
      { ...this.#header(0, []), filter: { action: 'environment.create' } },
      { type: 'checkpoint', note },
      ...records,
      {
        type: 'trailer',
        to: String(this.size),
        records: records.length,
        checkpoint: note,
      },
    ];
  }

  #header(from: number, frontier: Buffer[]) {
    return {
      type: 'header' as const,
      format: EXPORT_FORMAT,
      origin: ORIGIN,
      keys: this.keys,
      from: String(from),
      frontier: frontier.map(hash => hash.toString('base64')),
      createdAt: '2026-11-29T12:00:00.000Z',
    } as const;
  }
}

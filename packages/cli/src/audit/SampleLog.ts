import { hash } from 'node:crypto';
import {
  formatCheckpoint,
  formatNote,
} from '@sandlot/plugin-environments-common';
import {
  Ed25519Cosigner,
  Ed25519Signer,
  EXPORT_FORMAT,
  ExportDisclosure,
  formatExportLine,
  Frontier,
  generateSigningKey,
  hashLeaf,
} from '@sandlot/plugin-environments-node';

const ORIGIN = 'portal.example/log';

/** A log that never was, with records as large as real ones: for tests and measurements. */
export class SampleLog {
  readonly signer = Ed25519Signer.fromPem({
    name: ORIGIN,
    ...generateSigningKey(),
  });
  readonly witness = Ed25519Cosigner.fromPem({
    name: 'witness.example',
    ...generateSigningKey(),
  });

  static create(): SampleLog {
    return new SampleLog();
  }

  private constructor() {}

  /** Calls to a cluster, each with its attempt and its end; who asked for them is committed to. */
  record(index: number): {
    canonical: string;
    disclosures: ExportDisclosure[];
  } {
    const request = id(Math.floor(index / 40));
    const salt = Buffer.from(String(index).padStart(16, '0'));
    const onBehalfOf: ExportDisclosure = [
      '/actor/onBehalfOf',
      salt.toString('base64'),
      'user:default/dana',
    ];
    // In the order of RFC 8785.
    const canonical = JSON.stringify({
      action: 'kubernetes.apply',
      actor: {
        authMethod: 'service',
        groups: [],
        kind: 'system',
        onBehalfOf: {
          commitment: `sha256:${hash(
            'sha256',
            JSON.stringify(onBehalfOf),
            'hex',
          )}`,
        },
        ref: 'plugin:environments',
      },
      attempt: 1,
      correlationId: request,
      environmentId: id(7),
      epoch: 3,
      eventId: id(index),
      operationId: request,
      outcome: index % 2 ? 'success' : 'pending',
      stage: index % 2 ? 'succeeded' : 'attempt',
      target: {
        apiVersion: 'v1',
        cluster: 'local',
        kind: 'ResourceQuota',
        name: `quota-${Math.floor(index / 2) % 20}`,
        namespace: 'sbx-checkout-bk4xw2',
        namespaceUid: id(8),
        ...(index % 2 ? { uid: id(index) } : {}),
      },
      template: {
        ref: 'environmenttemplate:default/service-sandbox',
        revision: `sha256:${'c'.repeat(64)}`,
      },
      time: new Date(Date.UTC(2026, 10, 29) + index * 10).toISOString(),
    });
    return { canonical, disclosures: [onBehalfOf] };
  }

  /** Lines of a run of so many records from the first on. */
  async *export(records: number, everyCheckpoint: number) {
    yield formatExportLine({
      type: 'header',
      format: EXPORT_FORMAT,
      origin: ORIGIN,
      keys: [this.signer.verifierKey, this.witness.verifierKey],
      from: '0',
      frontier: [],
      createdAt: '2026-11-29T12:00:00.000Z',
    });
    const tree = Frontier.create();
    let note: string | undefined;
    for (let index = 0; index < records; index++) {
      const { canonical, disclosures } = this.record(index);
      const leaf = hashLeaf(Buffer.from(canonical));
      tree.append(leaf);
      yield formatExportLine({
        type: 'record',
        index: String(index),
        leaf: leaf.toString('base64'),
        canonical,
        disclosures,
      });
      if ((index + 1) % everyCheckpoint && index + 1 < records) continue;
      note = await this.checkpoint(tree.size, tree.root());
      yield formatExportLine({ type: 'checkpoint', note });
    }
    yield formatExportLine({
      type: 'trailer',
      to: String(records),
      records,
      checkpoint: note,
    });
  }

  async checkpoint(size: bigint, root: Buffer): Promise<string> {
    const text = formatCheckpoint({ origin: ORIGIN, size, root });
    const time = new Date('2026-11-29T12:00:00Z');
    return formatNote(text, [
      await this.signer.sign(text),
      this.witness.cosign(text, time),
    ]);
  }
}

function id(number: number): string {
  return `0190a0a0-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

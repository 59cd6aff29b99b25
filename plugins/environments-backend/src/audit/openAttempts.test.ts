import { AuditRecord } from '@sandlot/plugin-environments-common';
import {
  EXPORT_FORMAT,
  Ed25519Signer,
  ExportLine,
  formatExportLine,
  generateSigningKey,
  hashLeaf,
  verifyExport,
} from '@sandlot/plugin-environments-node';
import fc from 'fast-check';
import { canonicalBytes } from './canonical';
import { ABANDONED_AFTER, openAmong } from './openAttempts';

const ORIGIN = 'portal.example/log';
const BEGIN = Date.UTC(2026, 10, 29);
/** Long enough for no attempt before it to be under way. */
const LATER = 3_600_000;
/** An export holds the attempt to make it, whose end comes after. */
const OF_EXPORTS = 'audit.export';

const signer = Ed25519Signer.fromPem({ name: ORIGIN, ...generateSigningKey() });

/** What the portal resolves, what only looks like it, and what is no call. */
const actions = [
  'kubernetes.apply',
  'kubernetes.delete',
  'kubernetesLike',
  'environment.create',
  ...Object.keys(ABANDONED_AFTER).filter(action => action !== OF_EXPORTS),
];
/** Few of each, so that ends meet attempts. */
const records = fc.array(
  fc.record(
    {
      action: fc.constantFrom(...actions),
      stage: fc.constantFrom<AuditRecord['stage'][]>(
        'attempt',
        'succeeded',
        'failed',
        'unknown',
        'requested',
        'authorized',
        'denied',
        'observed',
      ),
      attempt: fc.constantFrom(1, 2),
      correlationId: fc.constantFrom('one', 'other'),
      target: fc.record(
        {
          kind: fc.constantFrom('Namespace', 'a "kind"\n'),
          name: fc.constantFrom('größe', 'größe\\', ''),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['action', 'stage', 'correlationId', 'target'] },
  ),
  { maxLength: 30 },
);

type Leaf = Partial<AuditRecord>;

/** Indexes of the attempts that whoever verifies an export is told of. */
async function toldOfExport(leaves: Leaf[]): Promise<number[]> {
  const lines: ExportLine[] = [
    {
      type: 'header',
      format: EXPORT_FORMAT,
      origin: ORIGIN,
      keys: [signer.verifierKey],
      from: '0',
      frontier: [],
      createdAt: new Date(BEGIN).toISOString(),
    },
    ...leaves.map((leaf, index): ExportLine => {
      const canonical = canonicalBytes(leaf);
      return {
        type: 'record',
        index: String(index),
        leaf: hashLeaf(canonical).toString('base64'),
        canonical: canonical.toString(),
        disclosures: [],
      };
    }),
  ];
  const { problems } = await verifyExport(lines.map(formatExportLine), {});
  return problems
    .filter(({ code }) => code === 'unresolved')
    .map(({ index }) => Number(index));
}

describe('attempts of which nobody recorded the end', () => {
  it('are the same to the portal, which ends them, and to who verifies an export', async () => {
    await fc.assert(
      fc.asyncProperty(records, async generated => {
        const leaves: Leaf[] = [
          ...generated.map((one, index) => ({
            ...one,
            time: new Date(BEGIN + index).toISOString(),
          })),
          {
            action: 'audit.read',
            stage: 'observed',
            correlationId: 'last',
            target: {},
            time: new Date(BEGIN + LATER).toISOString(),
          },
        ] as Leaf[];
        const calls = leaves.filter(({ action }) => isCall(action!));
        const open = openAmong(calls as AuditRecord[]).map(one =>
          leaves.indexOf(one),
        );
        expect(open.sort((a, b) => a - b)).toEqual(
          (await toldOfExport(leaves)).sort((a, b) => a - b),
        );
      }),
      { numRuns: 300 },
    );
  });
});

/** As the portal selects them. */
function isCall(action: string): boolean {
  return action.startsWith('kubernetes.') || action in ABANDONED_AFTER;
}

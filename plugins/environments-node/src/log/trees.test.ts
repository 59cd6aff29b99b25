import {
  verifyConsistency,
  verifyInclusion,
} from '@sandlot/plugin-environments-common';
import fc from 'fast-check';
import { MemoryTree } from './__testUtils__/MemoryTree';
import { leafOf, Oracle } from './__testUtils__/oracle';
import { Frontier } from './Frontier';
import { consistencyProof, frontierAt, inclusionProof } from './proofs';
import { emptyRoot, hashLeaf } from './treeHashes';

const LARGEST = 256;
const leaves = Array.from({ length: LARGEST }, (_, index) =>
  leafOf(Buffer.from(`record ${index}`)),
);
const oracle = new Oracle(leaves);
const roots = Array.from({ length: LARGEST + 1 }, (_, size) =>
  oracle.root(0, size),
);
const sizes = roots.map((_, size) => size);

const WRONGS = [
  'leaf',
  'root',
  'index',
  'hash',
  'longer',
  'shorter',
  'beyond',
] as const;

describe('trees of every size up to 256', () => {
  const tree = MemoryTree.of(leaves);

  it('have the roots that a recursion over all leaves gives', async () => {
    const frontier = Frontier.create();
    for (const size of sizes) {
      expect(frontier.root()).toEqual(roots[size]);
      const hashes = await frontierAt(BigInt(size), tree);
      expect(hashes).toEqual(frontier.hashes);
      expect(Frontier.create(BigInt(size), hashes).root()).toEqual(roots[size]);
      if (size < LARGEST) frontier.append(leaves[size]);
    }
  });

  it('have the inclusion proofs that a recursion gives, for every index', async () => {
    const wrong: string[] = [];
    for (const size of sizes) {
      for (let index = 0; index < size; index++) {
        const proof = await inclusionProof(BigInt(index), BigInt(size), tree);
        if (!isSame(proof, oracle.path(index, 0, size))) {
          wrong.push(`${index} in ${size}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('have the consistency proofs that a recursion gives, from every size', async () => {
    const wrong: string[] = [];
    for (const size of sizes) {
      for (let from = 0; from <= size; from++) {
        const proof = await consistencyProof(BigInt(from), BigInt(size), tree);
        if (!isSame(proof, oracle.consistency(from, size))) {
          wrong.push(`${from} to ${size}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('prove to who verifies that leaves are in them, and what was there before', async () => {
    for (const size of sizes.filter(some)) {
      for (const at of sizes.filter(some).filter(one => one < size)) {
        const [index, toSize] = [BigInt(at), BigInt(size)];
        const root = roots[size];
        expect(
          await verifyInclusion({
            index,
            size: toSize,
            leaf: leaves[at],
            proof: await inclusionProof(index, toSize, tree),
            root,
          }),
        ).toBe(true);
        expect(
          await verifyConsistency({
            fromSize: index,
            toSize,
            fromRoot: roots[at],
            toRoot: root,
            proof: await consistencyProof(index, toSize, tree),
          }),
        ).toBe(true);
      }
    }
  }, 60_000);

  it('prove nothing wrong: not another leaf, place, size, root or proof', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: LARGEST }).chain(size =>
          fc.record({
            size: fc.constant(size),
            index: fc.nat(size - 1),
            wrong: fc.constantFrom(...WRONGS),
            at: fc.nat(),
            bit: fc.nat(255),
          }),
        ),
        async ({ size, index, wrong, at, bit }) => {
          const given = {
            index: BigInt(index),
            size: BigInt(size),
            leaf: leaves[index],
            proof: await inclusionProof(BigInt(index), BigInt(size), tree),
            root: roots[size],
          };
          const proof = [...given.proof];
          const place = at % proof.length;
          if (wrong === 'leaf') given.leaf = flip(given.leaf, bit);
          if (wrong === 'root') given.root = flip(given.root, bit);
          if (wrong === 'index')
            given.index = BigInt((index + 1 + (at % (size - 1))) % size);
          if (wrong === 'hash') proof[place] = flip(proof[place], bit);
          if (wrong === 'longer') proof.splice(place, 0, leaves[0]);
          if (wrong === 'shorter') proof.splice(place, 1);
          if (wrong === 'beyond') given.index = BigInt(size + at);
          expect(await verifyInclusion({ ...given, proof })).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  }, 60_000);

  it('prove no other history', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: LARGEST }).chain(toSize =>
          fc.record({
            toSize: fc.constant(toSize),
            fromSize: fc.integer({ min: 1, max: toSize - 1 }),
            wrong: fc.constantFrom(
              'fromRoot',
              'toRoot',
              'hash',
              'longer',
              'shorter',
              'swapped',
            ),
            at: fc.nat(),
            bit: fc.nat(255),
          }),
        ),
        async ({ fromSize, toSize, wrong, at, bit }) => {
          const given = {
            fromSize: BigInt(fromSize),
            toSize: BigInt(toSize),
            fromRoot: roots[fromSize],
            toRoot: roots[toSize],
          };
          const proof = await consistencyProof(
            given.fromSize,
            given.toSize,
            tree,
          );
          const place = at % proof.length;
          if (wrong === 'fromRoot') given.fromRoot = flip(given.fromRoot, bit);
          if (wrong === 'toRoot') given.toRoot = flip(given.toRoot, bit);
          if (wrong === 'hash') proof[place] = flip(proof[place], bit);
          if (wrong === 'longer') proof.splice(place, 0, leaves[0]);
          if (wrong === 'shorter') proof.splice(place, 1);
          if (wrong === 'swapped') {
            given.fromSize = BigInt(toSize);
            given.toSize = BigInt(fromSize);
          }
          expect(await verifyConsistency({ ...given, proof })).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  }, 60_000);
});

/** All up to 33, and those around the edges of larger subtrees. */
function some(size: number): boolean {
  return (
    size <= 33 || [63, 64, 65, 100, 127, 128, 129, 255, 256].includes(size)
  );
}

describe('large trees', () => {
  const many = Array.from({ length: 70_000 }, (_, index) =>
    hashLeaf(Buffer.from(String(index))),
  );
  const tree = MemoryTree.of(many);
  const whole = new Oracle(many);

  it('make proofs from the roots of complete subtrees, reading little', async () => {
    let read = 0;
    const counting = {
      read: async (...asked: Parameters<typeof tree.read>) => {
        const hashes = await tree.read(...asked);
        read += hashes.length;
        expect(hashes.length).toBeLessThanOrEqual(256);
        return hashes;
      },
    };
    await fc.assert(
      fc.asyncProperty(
        fc
          .integer({ min: 1, max: many.length })
          .chain(size => fc.tuple(fc.constant(size), fc.nat(size - 1))),
        async ([size, at]) => {
          read = 0;
          const [toSize, index] = [BigInt(size), BigInt(at)];
          const root = Frontier.create(
            toSize,
            await frontierAt(toSize, tree),
          ).root();
          const proof = await inclusionProof(index, toSize, counting);
          // At most two tiles of each of the levels 0, 8 and 16.
          expect(read).toBeLessThanOrEqual(6 * 256);
          expect(
            await verifyInclusion({
              index,
              size: toSize,
              leaf: many[at],
              proof,
              root,
            }),
          ).toBe(true);
          expect(
            await verifyConsistency({
              fromSize: index,
              toSize,
              fromRoot: Frontier.create(
                index,
                await frontierAt(index, tree),
              ).root(),
              toRoot: root,
              proof: await consistencyProof(index, toSize, counting),
            }),
          ).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  }, 60_000);

  it('make no proof of what the reader lacks', async () => {
    const lacking = {
      read: async (...asked: Parameters<typeof tree.read>) =>
        (await tree.read(...asked)).slice(1),
    };
    await expect(inclusionProof(3n, 70_000n, lacking)).rejects.toThrow(
      'The tree lacks hashes: of level 0 there are 255 in [0, 256)',
    );
  });

  it('grow on from a frontier as if they had never stopped', () => {
    fc.assert(
      fc.property(fc.nat(600), fc.nat(600), (before, after) => {
        const first = Frontier.create();
        for (const leaf of many.slice(0, before)) first.append(leaf);
        const second = Frontier.create(first.size, first.hashes);
        const completed = many
          .slice(before, before + after)
          .flatMap(leaf => second.append(leaf));
        expect(second.root()).toEqual(whole.root(0, before + after));
        expect(completed.map(({ level, index }) => [level, index])).toEqual(
          sizes
            .filter(
              n => n * 256 + 256 > before && n * 256 + 256 <= before + after,
            )
            .map(n => [8, BigInt(n)]),
        );
        for (const { index, hash } of completed) {
          const start = Number(index) * 256;
          expect(hash).toEqual(whole.root(start, start + 256));
        }
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  it('refuse a frontier that is not of their size', () => {
    expect(() => Frontier.create(3n, [emptyRoot])).toThrow(
      'A tree of size 3 is made of 2 hashes of 32 bytes, not of 1',
    );
  });
});

function isSame(one: Buffer[], other: Buffer[]): boolean {
  return (
    one.length === other.length &&
    one.every((hash, at) => hash.equals(other[at]))
  );
}

function flip(hash: Buffer, bit: number): Buffer {
  const changed = Buffer.from(hash);
  changed[bit >> 3] ^= 1 << (bit & 7);
  return changed;
}

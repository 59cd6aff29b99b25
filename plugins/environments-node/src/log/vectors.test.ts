import {
  parseNote,
  parseVerifierKey,
  verifyConsistency,
  verifyInclusion,
  verifyNote,
} from '@sandlot/plugin-environments-common';
import { MemoryTree } from './__testUtils__/MemoryTree';
import { Ed25519Cosigner } from './Ed25519Cosigner';
import { Ed25519Signer } from './Ed25519Signer';
import { Frontier } from './Frontier';
import { consistencyProof, inclusionProof } from './proofs';
import { emptyRoot, hashLeaf } from './treeHashes';

// The eight leaves and their trees with which implementations of RFC 6962 are tested since Certificate Transparency.
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map(hex => hashLeaf(Buffer.from(hex, 'hex')));
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
].map(hex => Buffer.from(hex, 'hex'));

describe('the trees of Certificate Transparency', () => {
  it('have the known roots', () => {
    const frontier = Frontier.create();
    expect(emptyRoot).toEqual(ROOTS[0]);
    for (const [index, leaf] of LEAVES.entries()) {
      frontier.append(leaf);
      expect(frontier.root()).toEqual(ROOTS[index + 1]);
    }
  });

  it('have the known inclusion proof of the first leaf', async () => {
    const proof = await inclusionProof(0n, 8n, MemoryTree.of(LEAVES));
    expect(proof.map(hash => hash.toString('hex'))).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    const [leaf, root] = [LEAVES[0], ROOTS[8]];
    expect(
      await verifyInclusion({ index: 0n, size: 8n, leaf, proof, root }),
    ).toBe(true);
  });

  it('have the known consistency proof from six leaves to eight', async () => {
    const proof = await consistencyProof(6n, 8n, MemoryTree.of(LEAVES));
    expect(proof.map(hash => hash.toString('hex'))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(
      await verifyConsistency({
        fromSize: 6n,
        toSize: 8n,
        fromRoot: ROOTS[6],
        toRoot: ROOTS[8],
        proof,
      }),
    ).toBe(true);
  });
});

describe('signing', () => {
  // RFC 8032 section 7.1, test 1: its secret key as PKCS #8.
  const pem = pemOf(
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
  );
  const publicKey =
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';

  it('signs what RFC 8032 signs', async () => {
    const signer = Ed25519Signer.fromPem({ name: 'log.example', pem });
    const line = await signer.sign('');
    const [, name, encoded] = line.split(' ');
    expect(name).toBe('log.example');
    expect(Buffer.from(encoded, 'base64').toString('hex', 4)).toBe(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    );
    const key = await parseVerifierKey(signer.verifierKey);
    expect(key.kind).toBe('log');
    expect(Buffer.from(key.publicKey).toString('hex')).toBe(publicKey);
  });

  it('makes notes that who verifies accepts, of logs and of witnesses', async () => {
    const signer = Ed25519Signer.fromPem({ name: 'log.example/1', pem });
    const cosigner = Ed25519Cosigner.fromPem({ name: 'witness.example', pem });
    const text = `log.example/1\n8\n${ROOTS[8].toString('base64')}\n`;
    const time = new Date('2026-11-29T12:00:00Z');
    const note = parseNote(
      `${text}\n${await signer.sign(text)}\n${cosigner.cosign(text, time)}\n`,
    );
    const keys = await Promise.all(
      [signer.verifierKey, cosigner.verifierKey].map(parseVerifierKey),
    );
    expect(keys.map(({ kind }) => kind)).toEqual(['log', 'witness']);
    const verified = await verifyNote(note, keys);
    expect(verified.map(one => [one.key.name, one.time])).toEqual([
      ['log.example/1', undefined],
      ['witness.example', time],
    ]);
  });

  it.each(['', 'two words', 'a+b', 'line\nbreak', 'hard\u00a0space'])(
    'refuses the name "%s"',
    name => {
      expect(() => Ed25519Signer.fromPem({ name, pem })).toThrow(
        'cannot be the name of a key',
      );
    },
  );

  it('refuses what is no Ed25519 key, and does not quote it', () => {
    const wrong =
      '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n';
    expect(() => Ed25519Signer.fromPem({ name: 'a', pem: wrong })).toThrow(
      /^A signing key is an Ed25519 private key as PKCS #8 in PEM; `sandlot audit keygen` makes one$/,
    );
  });
});

function pemOf(seed: string): string {
  const der = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex');
  return `-----BEGIN PRIVATE KEY-----\n${der.toString(
    'base64',
  )}\n-----END PRIVATE KEY-----\n`;
}

/** @jest-environment node */

import { createHash } from 'node:crypto';
import { formatCheckpoint, parseCheckpoint } from './Checkpoint';
import { parseNote } from './SignedNote';
import { formatTlogProof, parseTlogProof } from './TlogProof';
import { verifyDisclosure } from './verifyDisclosure';
import { formatVerifierKey, parseVerifierKey } from './VerifierKey';
import { verifyNote } from './verifyNote';
import { verifyTlogProof } from './verifyTlogProof';
import { verifyEd25519 } from './webCrypto';

// The example in the documentation of Go's package note, with its key.
const NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;
const NEUMANN =
  'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';

// The example of c2sp.org/tlog-cosignature; its keys are not published.
const COSIGNED = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
`;

describe('verifyEd25519', () => {
  // RFC 8032 section 7.1, tests 1 to 3: public key, message, signature.
  it.each([
    [
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
    [
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
  ])('verifies what RFC 8032 signed with %s', async (key, text, signature) => {
    const [publicKey, message, signed] = [key, text, signature].map(hex =>
      Uint8Array.from(Buffer.from(hex, 'hex')),
    );
    const given = { publicKey, message, signature: signed };
    expect(await verifyEd25519(given)).toBe(true);
    const other = Uint8Array.of(...message, 0);
    expect(await verifyEd25519({ ...given, message: other })).toBe(false);
  });
});

describe('notes', () => {
  it('verify with the keys that signed, and with no others', async () => {
    const key = await parseVerifierKey(NEUMANN);
    expect(formatVerifierKey(key)).toBe(NEUMANN);
    const note = parseNote(NOTE);
    expect(await verifyNote(note, [key])).toEqual([
      { key, line: NOTE.trimEnd().split('\n').at(-1) },
    ]);
    expect(await verifyNote(note, [{ ...key, keyId: 1 }])).toEqual([]);
    expect(await verifyNote(note, [{ ...key, name: 'Neumann' }])).toEqual([]);
    await expect(
      verifyNote(parseNote(NOTE.replace('answer', 'Answer')), [key]),
    ).rejects.toMatchObject({ code: 'badSignature' });
  });

  it('are read as C2SP writes them', () => {
    const { text, signatures } = parseNote(COSIGNED);
    const checkpoint = parseCheckpoint(text);
    expect(checkpoint).toMatchObject({
      origin: 'example.com/behind-the-sofa',
      size: 20852163n,
    });
    expect(formatCheckpoint(checkpoint)).toBe(text);
    const [log, witness] = signatures;
    expect([log.keyId, log.signature.length]).toEqual([0x033de0ae, 64]);
    // The example says that the witness signed at 1679315147.
    const stamp = new DataView(witness.signature.buffer).getBigUint64(0);
    expect([witness.name, stamp, witness.signature.length]).toEqual([
      'witness.example.com/w1',
      1679315147n,
      72,
    ]);
  });

  it.each([
    ['no signature', 'text\n\n'],
    ['no empty line', 'text\n\u2014 a AAAAAAA=\n'],
    ['no last newline', NOTE.trimEnd()],
    ['a tab', NOTE.replace(' the', '\tthe')],
    ['a carriage return', NOTE.replace('\n', '\r\n')],
    ['half a character', NOTE.replace('If', '\ud800')],
    ['a short signature', 'text\n\n\u2014 a AAAA\n'],
    ['a hyphen for the dash', NOTE.replace('\u2014', '-')],
    ['a name with a plus', NOTE.replace('PeterNeumann', 'Peter+Neumann')],
    ['loose base64', NOTE.replace('nAM=', 'nAN=')],
  ])('are none with %s', (_, note) => {
    expect(() => parseNote(note)).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    );
  });

  it.each(['01', '-1', '1.0', '1e3', ''])(
    'hold no checkpoint of size "%s"',
    size => {
      const root = Buffer.alloc(32).toString('base64');
      expect(() => parseCheckpoint(`log\n${size}\n${root}\n`)).toThrow(
        expect.objectContaining({ code: 'malformed' }),
      );
    },
  );
});

describe('verifier keys', () => {
  it.each([
    ['a letter mistyped', NEUMANN.replace('10TW', '10TX')],
    ['another name', NEUMANN.replace('Peter', 'Petra')],
    ['another id', NEUMANN.replace('c74f20a3', 'c74f20a4')],
    [
      'another type',
      'PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    ],
    ['no id', 'PeterNeumann'],
    ['a private key', `PRIVATE+KEY+${NEUMANN}`],
  ])('are none with %s', async (_, text) => {
    await expect(parseVerifierKey(text)).rejects.toMatchObject({
      code: 'malformed',
    });
  });
});

describe('proofs', () => {
  // Made with the key of RFC 8032, test 1: one record in a tree of one.
  const record = '{"action":"environment.create"}';
  const leaf = createHash('sha256').update(`\0${record}`).digest();
  const text = formatCheckpoint({
    origin: 'log.example',
    size: 1n,
    root: leaf,
  });

  it('are written as they are read', () => {
    const proof = `c2sp.org/tlog-proof@v1\nextra ${Buffer.from(record).toString(
      'base64',
    )}\nindex 0\n${leaf.toString('base64')}\n\n${text}\n\u2014 a AAAAAAA=\n`;
    const parsed = parseTlogProof(proof);
    expect(Buffer.from(parsed.extra!).toString()).toBe(record);
    expect(parsed).toMatchObject({
      index: 0n,
      note: `${text}\n\u2014 a AAAAAAA=\n`,
    });
    expect(formatTlogProof(parsed)).toBe(proof);
  });

  it('say what is wrong with them, in words', async () => {
    const proof = formatTlogProof({
      index: 0n,
      hashes: [],
      note: `${text}\n\u2014 log.example AAAAAAA=\n`,
      extra: Buffer.from(record),
    });
    await expect(verifyTlogProof(proof, [NEUMANN])).rejects.toMatchObject({
      code: 'unknownSigner',
      message: 'None of the given keys signed the checkpoint of log.example.',
    });
    await expect(verifyTlogProof('hello', [])).rejects.toMatchObject({
      code: 'malformed',
    });
    await expect(
      verifyTlogProof(proof.replace('index 0', 'index 00'), []),
    ).rejects.toMatchObject({ code: 'malformed' });
  });
});

describe('verifyDisclosure', () => {
  // The RFC 8785 JSON is written out, so that it is not made by what makes it elsewhere.
  const salt = 'BwcHBwcHBwcHBwcHBwcHBw==';
  const commit = (json: string) => ({
    commitment: `sha256:${createHash('sha256').update(json).digest('hex')}`,
  });
  const record = {
    actor: {
      'a/b': commit(`["/actor/a~1b","${salt}","x"]`),
      groups: commit(`["/actor/groups","${salt}",{"a":[1,"\u00e9"],"b":null}]`),
      ref: commit(`["/actor/ref","${salt}","user:default/dana"]`),
      spoilt: { ...commit(`["/actor/spoilt","${salt}","x"]`), more: true },
    },
  };

  it.each<[string, unknown, boolean]>([
    ['/actor/ref', 'user:default/dana', true],
    ['/actor/ref', 'user:default/eve', false],
    ['/actor/groups', { b: null, a: [1, '\u00e9'] }, true],
    ['/actor/a~1b', 'x', true],
    ['/actor/spoilt', 'x', false],
    ['/actor', 'x', false],
    ['/actor/toString', 'x', false],
    ['actor/ref', 'user:default/dana', false],
  ])('of %s as %j: %s', async (pointer, value, holds) => {
    expect(await verifyDisclosure(record, { pointer, salt, value })).toBe(
      holds,
    );
  });
});

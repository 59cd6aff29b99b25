/** Text of a file, and whether it is what was written. */
export interface DecodedText {
  text: string;
  /** Of another encoding: what stands in place of its characters is not what was written. */
  isUtf8: boolean;
}

const SIXTEEN_BITS = [
  { label: 'utf-16le', mark: [0xff, 0xfe] },
  { label: 'utf-16be', mark: [0xfe, 0xff] },
];

/** What is said of a file of another encoding. */
export const NOT_UTF8 = {
  message: 'this file is not UTF-8, so some characters would be lost',
  expected: 'the file saved as UTF-8',
};

/** Reads bytes as UTF-8, with or without a byte order mark. */
export function decodeText(bytes: Uint8Array): DecodedText {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, isUtf8: true };
  } catch {
    // Read all the same, so that it can be told where the first fault is and whether the file is ours.
    const label = SIXTEEN_BITS.find(({ mark }) =>
      mark.every((byte, index) => bytes[index] === byte),
    )?.label;
    return { text: new TextDecoder(label).decode(bytes), isUtf8: false };
  }
}

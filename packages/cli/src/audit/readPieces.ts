import type { FileHandle } from 'node:fs/promises';

/** Bytes. As many stay in the cache of the processor. */
const PIECE = 512 * 1024;

/**
 * The file from its start on. All pieces are in one buffer, since fresh ones for a
 * large file cost as much as hashing it: a piece is gone when the next is asked for.
 *
 * @param onRead - told how many bytes came
 */
export async function* readPieces(
  handle: FileHandle,
  onRead: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  const buffer = Buffer.alloc(PIECE);
  for (let at = 0; ; ) {
    const { bytesRead } = await handle.read(buffer, 0, PIECE, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    onRead(bytesRead);
    yield buffer.subarray(0, bytesRead);
  }
}

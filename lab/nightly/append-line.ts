import { type FileHandle, open } from 'node:fs/promises'

/** Writes from `offset` on, and says how many bytes. */
export type WriteBytes = (handle: FileHandle, bytes: Uint8Array, offset: number) => Promise<number>

/**
 * Appends a line to a file and flushes it. When that fails, a disk that is full for one, the file is cut back to what
 * it was.
 *
 * @param text without a line feed
 * @throws the system's error
 */
export async function appendLine(path: string, text: string, write: WriteBytes = writeBytes): Promise<void> {
  const handle = await open(path, 'a')
  try {
    const { size } = await handle.stat()
    try {
      const bytes = Buffer.from(`${text}\n`)
      for (let written = 0; written < bytes.length;) written += await write(handle, bytes, written)
      await handle.sync()
    } catch (error) {
      await handle.truncate(size)
      throw error
    }
  } finally {
    await handle.close()
  }
}

async function writeBytes(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<number> {
  return (await handle.write(bytes, offset)).bytesWritten
}

import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'

/** Of a file that takes the place of another one. */
export interface FileOwnership {
  /** Permission bits. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** The mode, and the owner unless that is whoever writes. */
type FileLikeness = Pick<FileOwnership, 'mode'> & Partial<FileOwnership>

/**
 * Writes a file beside its place, flushes it and moves it there, so that no reader ever sees half of it, and nothing is
 * left beside it when that fails.
 *
 * @param path in a folder that exists
 * @param like the mode and owner that it is to have; those of a new file unless told
 * @throws the system's error when it cannot be written
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
  like?: FileLikeness,
): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`
  try {
    const handle = await open(temporary, 'w')
    try {
      if (like !== undefined) await takeOver(handle, like)
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** The owner first: changing it takes away the set-uid bits. */
async function takeOver(handle: FileHandle, like: FileLikeness): Promise<void> {
  const own = await handle.stat()
  const { mode, uid = own.uid, gid = own.gid } = like
  if (own.uid !== uid || own.gid !== gid) await handle.chown(uid, gid)
  await handle.chmod(mode)
}

import { lstat, readFile, realpath, stat } from 'node:fs/promises'
import { UsageError } from '../usage-error.ts'
import { writeWhole } from '../write-whole.ts'

/** A file of the user's, as it was when it was read. */
export interface UserFile {
  /** As the user named it. */
  readonly path: string
  readonly text: string
}

/**
 * @throws UsageError when there is no such file, it is no file, too large, or not text in UTF-8
 */
export async function readUserFile(path: string): Promise<UserFile> {
  const fail = (error: NodeJS.ErrnoException): never => {
    throw new UsageError(`--file: ${path}: ${explainReading(error)}`)
  }
  const found = await stat(path).catch(fail)
  // What is no file, such as a pipe, may have no end.
  if (!found.isFile() && !found.isDirectory()) throw new UsageError(`--file: ${path}: is no file`)
  if (found.size > MOST_BYTES) {
    throw new UsageError(`--file: ${path}: ${found.size} bytes are more than a configuration file has`)
  }
  const bytes = await readFile(path).catch(fail)
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    throw new UsageError(`--file: ${path} is not text in UTF-8`)
  }
}

/**
 * Puts a text in the file's place: beside it first, then moved there, with the mode and owner that it had.
 *
 * @throws UsageError, with nothing written, when it is a symbolic link or read-only, may not be written, or has changed
 *   since it was read
 */
export async function replaceUserFile({ path, text }: UserFile, replacement: string): Promise<void> {
  const { mode, uid, gid, isLink } = await describe(path)
  if (isLink) {
    throw new UsageError(
      `--write: ${path} is a symbolic link; name the file itself: ${await realpath(path).catch(() => 'it leads nowhere')}`,
    )
  }
  if ((mode & ANYONE_MAY_WRITE) === 0) {
    throw new UsageError(`--write: ${path} is read-only; make it writable first: chmod u+w ${path}`)
  }
  if ((await readUserFile(path)).text !== text) {
    throw new UsageError(`--write: ${path} was changed by someone else meanwhile; try again`)
  }
  try {
    await writeWhole(path, replacement, { mode: mode & MODE_BITS, uid, gid })
  } catch (error) {
    throw new UsageError(`--write: ${path}: ${(error as Error).message}`)
  }
}

const MOST_BYTES = 8 * 2 ** 20
const ANYONE_MAY_WRITE = 0o222
const MODE_BITS = 0o7777

async function describe(path: string): Promise<{ mode: number; uid: number; gid: number; isLink: boolean }> {
  const found = await lstat(path)
  return { mode: found.mode, uid: found.uid, gid: found.gid, isLink: found.isSymbolicLink() }
}

function explainReading({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'no such file'
  if (code === 'EISDIR') return 'is a directory; name the file in it'
  return code === 'EACCES' ? 'may not be read' : message
}

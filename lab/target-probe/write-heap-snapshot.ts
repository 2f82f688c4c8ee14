import { open, rm, stat } from 'node:fs/promises'
import { dirname, isAbsolute } from 'node:path'
import { writeHeapSnapshot as writeV8Snapshot } from 'node:v8'
import { AdminError } from './admin-error.ts'
import { unavailable } from './unavailable.ts'

const OWNER_ONLY = 0o600

/**
 * Writes a snapshot of this process's heap, which stops it for as long as that takes and may need as much memory again.
 * Only its owner may read it: it holds everything that the program holds.
 *
 * @param file absolute, in a folder that exists; there must be nothing there
 * @throws AdminError 400 for another path, 409 where there is something already, 501 where the runtime cannot
 */
export async function writeHeapSnapshot(file: string): Promise<void> {
  if (!isAbsolute(file)) throw new AdminError(400, `the path of a snapshot has to be absolute, not ${file}`)
  if (!(await isFolder(dirname(file)))) throw new AdminError(400, `there is no folder ${dirname(file)}`)
  await reserve(file)
  try {
    writeV8Snapshot(file)
    const { size } = await stat(file)
    if (size === 0) throw unavailable('a heap snapshot')
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}

/** An empty file of one's own, for V8 to fill: it would overwrite anything, and let others read it. */
async function reserve(file: string): Promise<void> {
  try {
    const handle = await open(file, 'wx', OWNER_ONLY)
    await handle.close()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EEXIST')
      throw new AdminError(409, `there is a file ${file} already: it is never overwritten`)
    throw new AdminError(400, `the snapshot cannot be written: ${message}`)
  }
}

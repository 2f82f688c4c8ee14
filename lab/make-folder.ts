import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder with all that lead to it, as far as they are not there. Node's own `mkdir` with `recursive` tries for
 * ever where the system refuses a folder as one that is not there, as it does in `/proc`.
 *
 * @throws the system's error
 */
export async function makeFolder(path: string): Promise<void> {
  if ((await tryToMake(path)) === 'made') return
  await makeFolder(dirname(path))
  if ((await tryToMake(path)) === 'made') return
  throw Object.assign(new Error(`ENOENT: no folder can be made, mkdir '${path}'`), {
    code: 'ENOENT',
    syscall: 'mkdir',
  })
}

/** One that is there already counts as made, unless it is no folder. */
async function tryToMake(path: string): Promise<'made' | 'no parent'> {
  try {
    await mkdir(path)
    return 'made'
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' || code === 'EISDIR') {
      await mkdir(path, { recursive: true })
      return 'made'
    }
    if (code === 'ENOENT' && dirname(path) !== path) return 'no parent'
    throw error
  }
}

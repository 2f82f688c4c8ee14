import { open } from 'node:fs/promises'

const MOST_NUMBERED = 10_000

/**
 * Writes a file that was not there, named by the first free number from 1, and flushes it.
 *
 * @returns its path
 * @throws the system's error, EEXIST where 10,000 are there
 */
export async function writeNumbered(prefix: string, bytes: Uint8Array): Promise<string> {
  for (let n = 1; ; n++) {
    const path = `${prefix}${n}`
    try {
      const handle = await open(path, 'wx')
      try {
        await handle.writeFile(bytes)
        await handle.sync()
      } finally {
        await handle.close()
      }
      return path
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || n === MOST_NUMBERED) throw error
    }
  }
}

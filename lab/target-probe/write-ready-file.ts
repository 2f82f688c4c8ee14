import { randomBytes } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'

/** What a probe says once it can be asked. */
export interface ProbeReady {
  readonly pid: number
  readonly port: number
  readonly token: string
}

/**
 * Writes it whole or not at all, for its owner only, in place of what is there.
 *
 * @throws the system's error when it cannot be written
 */
export async function writeReadyFile(path: string, ready: ProbeReady): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`
  try {
    await writeFile(temporary, JSON.stringify(ready), { mode: 0o600, flag: 'wx' })
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Sees to it that a folder is there, whole. It is filled under another name first, so that a start that was broken off
 * leaves no half of it, and several at once do not disturb each other: the first one's stays.
 *
 * @param fill writes the contents into the folder that it is given
 * @throws Error of the file system, if it cannot be written
 */
export async function unpackOnce(folder: string, fill: (into: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return
  await mkdir(dirname(folder), { recursive: true })
  const unfinished = await mkdtemp(`${folder}-`)
  try {
    await fill(unfinished)
    await rename(unfinished, folder)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    // A folder cannot take the place of one that another start has put there meanwhile.
    if (!existsSync(folder)) throw error
  }
}

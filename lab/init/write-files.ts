import { existsSync } from 'node:fs'
import { readFile, realpath, rm, rmdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from '../make-folder.ts'
import { writeWhole } from '../write-whole.ts'
import type { InitFile } from './init-files.ts'

/**
 * Writes files, all of them or none: when one cannot be written, what was there before is put back.
 *
 * @throws the system's error
 */
export async function writeFiles(files: readonly InitFile[]): Promise<void> {
  const undo: Array<() => Promise<void>> = []
  try {
    for (const { path, text } of files) {
      if (text === null) continue
      for (const folder of missingFolders(dirname(path))) undo.push(() => rmdir(folder))
      await makeFolder(dirname(path))
      undo.push(await replace(path, text))
    }
  } catch (error) {
    for (const step of undo.toReversed()) await step().catch(() => {})
    throw error
  }
}

/** @returns what puts back what was there */
async function replace(path: string, text: string): Promise<() => Promise<void>> {
  if (!existsSync(path)) {
    await writeWhole(path, text)
    return () => rm(path)
  }
  const file = await realpath(path)
  const [before, like] = [await readFile(file, 'utf8'), await stat(file)]
  await writeWhole(file, text, like)
  return () => writeWhole(file, before, like)
}

/** Folders on the way to one that are not there yet, the outermost first. */
function missingFolders(folder: string): readonly string[] {
  return existsSync(folder) ? [] : [...missingFolders(dirname(folder)), folder]
}

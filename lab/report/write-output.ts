import { realpath, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { writeWhole } from '../write-whole.ts'

/** A report could not be written where it was wanted. */
export class OutputError extends Error {
  override readonly name = 'OutputError'
}

/**
 * Writes a text to a file whole, or not at all: what was there before stays until the new one is on the disk. A file
 * that is there keeps its mode and owner, and a link to it stays a link. What is no file, such as a pipe, is written to.
 *
 * @param output a file, or a folder that is there, in which the file gets its own name
 * @param fileName that name
 * @param write what writes a file whole
 * @returns the path that was written
 * @throws OutputError when it cannot be written
 */
export async function writeOutput(
  output: string,
  fileName: string,
  text: string,
  write: typeof writeWhole = writeWhole,
): Promise<string> {
  const named = await placeOf(output, fileName)
  let left = 'nothing was written'
  try {
    const there = await stat(named).catch(ifMissing)
    if (there === null) await write(named, text)
    else if (there.isFile()) {
      const { mode, uid, gid } = there
      await write(await realpath(named), text, { mode: mode & MODE_BITS, uid, gid })
    } else {
      left = 'not all of it was written'
      await writeFile(named, text)
    }
  } catch (error) {
    throw new OutputError(`cannot write ${named}: ${systemReason(error as NodeJS.ErrnoException)}; ${left}`)
  }
  return named
}

/** Permissions, and the bits that change whose rights a program has. */
const MODE_BITS = 0o7777

/** What the system said, without the names of its call and of the file beside, which say nothing to users. */
function systemReason({ code, message }: NodeJS.ErrnoException): string {
  return code === 'ENOENT'
    ? 'its folder is not there (ENOENT)'
    : message.replace(/, [a-z]+( '.*| ->.*)?$/s, '')
}

async function placeOf(output: string, fileName: string): Promise<string> {
  const path = resolve(output)
  const there = await stat(path).catch(() => null)
  return there?.isDirectory() === true ? join(path, fileName) : path
}

function ifMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}

import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { EXIT } from '../exit-codes.ts'
import { cachesFolder } from './caches-folder.ts'
import { unpackOnce } from './unpack-once.ts'

declare const Bun: {
  readonly Archive: new (bytes: Uint8Array) => { extract(folder: string): Promise<number> }
}

export interface PackedProgram {
  /** Path of the packed program inside the executable: a tar archive with one folder, `program`. */
  readonly archive: string
  /** Of the version and of what is in it: a folder's name. */
  readonly name: string
}

/**
 * What the executable of one file does: unpacks the program, unless an earlier start has, and runs it. Its threads and
 * processes, and what compiles scenarios, then come from files as they always do.
 */
export async function launch({ archive, name }: PackedProgram): Promise<void> {
  const caches = cachesFolder({ platform: process.platform, home: homedir(), environment: process.env })
  const folder = join(caches, name)
  try {
    await unpackOnce(folder, async (into) => {
      await new Bun.Archive(await readFile(archive)).extract(into)
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    process.stderr.write(
      `error: kneepoint cannot be unpacked into ${caches} (${reason}); set XDG_CACHE_HOME to a folder that can be written, with 60 MB free\n`,
    )
    process.exitCode = EXIT.internalError
    return
  }
  // The executable is then Bun itself to the processes that the program starts, each with a module of its own.
  process.env.BUN_BE_BUN = '1'
  await import(pathToFileURL(join(folder, 'program/dist/lab/cli.js')).href)
}

import type { ReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { ScenarioError } from '../scenario-error.ts'

/** @throws ScenarioError (104) when the file is missing, is no file or must not be read */
export async function openInput(file: string): Promise<ReadStream> {
  const handle = await open(file).catch((error: unknown) => {
    throw new ScenarioError(`${file}: ${reasonOf(error)}`)
  })
  if (!(await handle.stat()).isDirectory()) return handle.createReadStream()
  await handle.close()
  throw new ScenarioError(`${file}: a folder, where a file is needed`)
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
  return code === 'ENOENT' ? 'no such file' : `cannot be opened (${code})`
}

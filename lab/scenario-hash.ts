import { createHash } from 'node:crypto'
import { openInput } from './traces/open-input.ts'

/** SHA-256, in hex, of a compiled scenario and of the files that it names. @param files in an order of their own */
export async function scenarioHash(code: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(code)
  for (const file of files) {
    hash.update('\0')
    for await (const chunk of await openInput(file)) hash.update(chunk as Buffer)
  }
  return hash.digest('hex')
}

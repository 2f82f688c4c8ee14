import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Names the folder in which `heap-after-gc.mjs` writes. */
export const HEAP_FOLDER_VARIABLE = 'KNEEPOINT_SOAK_HEAPS'

/** Bytes of the heaps of a process, all threads, after they were last rid of garbage; `null` before any was. */
export function heapBytesOf(pid: number, folder: string): number | null {
  const bytes = readdirSync(folder)
    .filter((name) => name.startsWith(`${pid}-`))
    .map((name) => Number(readFileSync(join(folder, name), 'utf8')))
    .filter((each) => each > 0)
  return bytes.length === 0 ? null : bytes.reduce((sum, each) => sum + each, 0)
}

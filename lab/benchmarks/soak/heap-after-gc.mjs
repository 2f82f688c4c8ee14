import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'

/*
 * Loaded before everything else, in every process and thread of a soak: collects all garbage every few seconds, and writes
 * down how many bytes of the heap are used then, in a file for each process and thread. Needs --expose-gc. It is JavaScript
 * since threads load it before what compiles TypeScript.
 */
const EVERY_MS = 4000
const folder = process.env['KNEEPOINT_SOAK_HEAPS']

if (folder !== undefined && globalThis.gc !== undefined) {
  const file = join(folder, `${process.pid}-${threadId}`)
  setInterval(() => {
    globalThis.gc()
    writeFileSync(file, String(process.memoryUsage().heapUsed))
  }, EVERY_MS).unref()
}

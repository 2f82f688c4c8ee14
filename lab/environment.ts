import { availableParallelism, cpus, release, totalmem, type } from 'node:os'
import type { Environment } from './run-directory.ts'

/** Where this process runs. */
export function readEnvironment(): Environment {
  return {
    runtime: runtimeName(),
    platform: `${type()} ${release()} ${process.arch}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
  }
}

/** Of the runtime that this process is: name and version, such as `Bun 1.4.5`. */
export function runtimeName(): string {
  const { bun, deno } = process.versions
  if (bun !== undefined) return `Bun ${bun}`
  if (deno !== undefined) return `Deno ${deno}`
  return `Node ${process.versions.node}`
}

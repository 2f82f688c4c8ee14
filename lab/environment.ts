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

function runtimeName(): string {
  const { bun, deno } = process.versions
  if (bun !== undefined) return `Bun ${bun}`
  if (deno !== undefined) return `Deno ${deno}`
  return `Node ${process.versions.node}`
}

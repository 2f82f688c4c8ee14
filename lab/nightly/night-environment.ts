import { createHash } from 'node:crypto'
import type { NightEnvironment } from '../../models/nightly/night-record.ts'
import { readEnvironment } from '../environment.ts'
import type { Environment } from '../run-directory.ts'

/**
 * Where a night is measured. Its fingerprint follows from the major version of the runtime, the operating system and
 * architecture (not its release, which changes with every update), the processor and the number of cores.
 */
export function nightEnvironment(environment: Environment = readEnvironment()): NightEnvironment {
  const { runtime, platform, cpu, cores } = environment
  const [system, architecture] = [platform.split(' ')[0], platform.split(' ').at(-1)]
  const parts = [runtime.replace(/\..*$/, ''), `${system} ${architecture}`, cpu, String(cores)]
  const fingerprint = createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12)
  return { fingerprint, runtime, platform, cpu, cores }
}

/** For people. */
export function describeEnvironment({ runtime, platform, cpu, cores }: NightEnvironment): string {
  return `${runtime}, ${platform}, ${cores} × ${cpu}`
}

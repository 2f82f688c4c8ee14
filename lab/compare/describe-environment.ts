import type { Environment } from '../run-directory.ts'

/** What of an environment makes figures comparable, on one line. */
export function describeEnvironment({ runtime, platform, cpu, cores }: Environment): string {
  return `${runtime}, ${platform}, ${cpu}, ${cores} ${cores === 1 ? 'core' : 'cores'}`
}

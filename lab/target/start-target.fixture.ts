import { startTarget, type TargetOptions } from './start-target.ts'

/** A parent process of its own for tests: starts the target of its first argument, says so, and waits. */
const target = await startTarget(JSON.parse(process.argv[2] ?? '') as TargetOptions)
const { origin, directOrigin, adminUrl, adminToken, pid } = target
console.log(JSON.stringify({ parentPid: process.pid, origin, directOrigin, adminUrl, adminToken, pid }))
process.once('SIGTERM', () => {
  void target.stop().then(() => process.exit(0))
})

import type { BlockerTarget } from '../../../models/scenario/targets/blocker-target.ts'
import { ENTRY_POINTS } from '../../entry-points.ts'
import { ProbeClient } from '../../telemetry/probe-client.ts'
import { portRefused } from '../port-refused.ts'
import { ChildStartError, type RunningChild, startChild } from '../start-child.ts'
import { TargetStartError } from '../start-target.ts'
import type { StartBuiltin } from '../started-builtin.ts'
import type { BlockerProcessOptions, BlockerProcessReady } from './blocker-process.ts'

/**
 * Starts a server with one known fault, or without it, in a process of its own.
 *
 * @param seed of what its requests differ by
 * @throws TargetStartError when the port is taken or the process does not start
 */
export const startBlocker: StartBuiltin<BlockerTarget> = async ({ blocker, fixed, port = 0 }, seed) => {
  const child = await startProcess({ target: { blocker, fixed }, seed, port })
  const { ready, pid, exited } = child
  return {
    origin: `http://127.0.0.1:${ready.port}`,
    ca: null,
    pid,
    probe: new ProbeClient(`http://127.0.0.1:${ready.adminPort}`, ready.adminToken),
    exited,
    stop: () => child.stop(),
  }
}

async function startProcess(options: BlockerProcessOptions): Promise<RunningChild<BlockerProcessReady>> {
  const { port } = options
  try {
    return await startChild<BlockerProcessReady>(ENTRY_POINTS.blockerProcess, options)
  } catch (error) {
    if (!(error instanceof ChildStartError)) throw error
    const reason = portRefused(port, error.code) ?? `the target's blocker did not start: ${error.message}`
    throw new TargetStartError(reason, port === 0 ? null : port, { cause: error })
  }
}

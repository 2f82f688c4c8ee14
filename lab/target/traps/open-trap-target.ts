import type { TrapTarget } from '../../../models/scenario/targets/trap-target.ts'
import { ENTRY_POINTS } from '../../entry-points.ts'
import { ProbeClient } from '../../telemetry/probe-client.ts'
import { ChildStartError, type RunningChild, startChild } from '../start-child.ts'
import { TargetStartError } from '../start-target.ts'
import type { StartBuiltin } from '../started-builtin.ts'
import type { TrapProcessOptions, TrapProcessReady } from './trap-process.ts'

/**
 * Starts a trap in a process of its own, and a supplier in another one where the trap has something to call.
 *
 * @param seed of how large what requests need is
 * @throws TargetStartError when a process does not start
 */
export const startTrap: StartBuiltin<TrapTarget> = async (target, seed) => {
  const { trap, fixed, settleRequests } = target
  const started: RunningChild<TrapProcessReady>[] = []
  const stop = async (): Promise<void> => void (await Promise.all(started.map((child) => child.stop())))
  const launch = async (options: TrapProcessOptions): Promise<RunningChild<TrapProcessReady>> => {
    const child = await launchProcess(options)
    started.push(child)
    return child
  }
  try {
    const supplier = trap === 'outgoing-call' ? originOf(await launch({ role: 'supplier', seed })) : null
    const options = { trap, fixed, settleRequests, seed, supplier }
    const child = await launch({ role: 'trap', trap: options })
    const { admin } = child.ready
    if (admin === null) throw new TargetStartError('the trap has no probe', null)
    return {
      origin: originOf(child),
      ca: null,
      pid: child.pid,
      probe: new ProbeClient(`http://127.0.0.1:${admin.port}`, admin.token),
      exited: Promise.race(started.map(({ exited }) => exited)),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function originOf({ ready }: RunningChild<TrapProcessReady>): string {
  return `http://127.0.0.1:${ready.port}`
}

async function launchProcess(options: TrapProcessOptions): Promise<RunningChild<TrapProcessReady>> {
  try {
    return await startChild<TrapProcessReady>(ENTRY_POINTS.trapProcess, options)
  } catch (error) {
    if (!(error instanceof ChildStartError)) throw error
    throw new TargetStartError(`the trap did not start: ${error.message}`, null, { cause: error })
  }
}

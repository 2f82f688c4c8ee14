import { simulateTraffic } from '../simulate/run-simulation.ts'
import { interruptible } from './interruptible.ts'
import { createLineProgress } from './line-progress.ts'
import { openTraffic } from './open-traffic.ts'
import { readSimulateOptions } from './read-simulate-options.ts'
import type { SimulatedTraffic, SimulateOptions, SimulationResult } from './simulate.ts'

/** @throws whatever `simulate` throws, before it is put into words for callers */
export async function simulateOpened(
  traffic: SimulatedTraffic,
  options: SimulateOptions,
): Promise<SimulationResult> {
  const setup = readSimulateOptions(options)
  const { isFile, open } = openTraffic(traffic, setup.seed)
  const progress = createLineProgress(options.onProgress)
  return interruptible(options.signal, async (signal) => {
    const document = await simulateTraffic(open, setup, progress, signal)
    return isFile ? document : { ...document, file: null }
  })
}

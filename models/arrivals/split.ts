import { requireInteger } from './require-number.ts'

/**
 * The arrivals that worker w of n sends: those whose number i within the window has i mod n = w. All workers
 * together send the window's arrivals, whatever n is.
 *
 * @param dueMs all arrivals of the window; number 0 is the first of the window, not of the schedule
 * @param worker 0…workers − 1
 * @param workers ≥ 1
 * @throws RangeError when the worker or the number of workers is out of range
 */
export function arrivalsOfWorker(dueMs: Float64Array, worker: number, workers: number): Float64Array {
  requireWorker(worker, workers)
  const share = new Float64Array(Math.max(0, Math.ceil((dueMs.length - worker) / workers)))
  for (let i = 0; i < share.length; i++) share[i] = dueMs[globalIndex(i, worker, workers)] ?? NaN
  return share
}

/** The number within the window of a worker's own arrival number `localIndex`. */
export function globalIndex(localIndex: number, worker: number, workers: number): number {
  return worker + localIndex * workers
}

function requireWorker(worker: number, workers: number): void {
  requireInteger('workers', workers, 1)
  requireInteger('worker', worker, 0)
  if (worker >= workers) throw new RangeError(`worker must be below workers (${workers}), got ${worker}`)
}

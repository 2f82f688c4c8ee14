import { readMeasurement } from '../measurement/measurement.ts'
import type { MeasuredBlock } from '../report/block-summary.ts'
import type { ComparedBlock } from './compared-source.ts'

/** @param traffic what was sent in it, by which blocks of two sources are paired */
export function measuredToCompared({ measured, target }: MeasuredBlock, traffic: string): ComparedBlock {
  const { requests, connections, response, measuredMs } = readMeasurement(measured)
  const { rssPeakBytes, gcPauses, gcTotalMs } = target
  return {
    traffic,
    responses: response.sparseEnds(),
    responseSumMs: response.sumMs,
    due: requests.due,
    failed: requests.failed + requests.dropped,
    ended: requests.ended,
    dialed: connections.dialed,
    measuredMs,
    rssPeakBytes,
    gcPauses,
    gcTotalMs,
  }
}

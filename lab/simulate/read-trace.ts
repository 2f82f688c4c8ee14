import { extname } from 'node:path'
import { readAccessLog } from '../traces/read-access-log.ts'
import { readCsvTrace } from '../traces/read-csv-trace.ts'
import type { RecordedArrivals } from '../traces/recorded-arrivals.ts'

/**
 * Reads recorded arrivals: an access log if the name ends in `.log`, else CSV with `t[,serviceMs]` in each row, in
 * seconds and ms.
 *
 * @throws ScenarioError (104) with file and line when it cannot be read
 */
export function readTrace(file: string): Promise<RecordedArrivals> {
  return extname(file) === '.log' ? readAccessLog(file) : readCsvTrace(file)
}

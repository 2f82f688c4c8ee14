import { EXIT } from '../exit-codes.ts'
import { readFinishedRun } from '../read-finished-run.ts'
import { RunDirectory } from '../run-directory.ts'
import { OtlpError, sendMetrics } from './send-metrics.ts'

/**
 * Sends the figures of a run to a collector, as far as the run has come, and says on stderr what was sent.
 *
 * @param run its directory, or its name
 * @param options where it is sent, and where runs are kept
 * @returns the exit code
 * @throws UsageError when the URL cannot be used, or packages are missing
 * @throws RunDirectoryError when the run cannot be read
 */
export async function otlpCommand(
  run: string,
  { url, runs }: { readonly url: string; readonly runs: string },
): Promise<number> {
  const finished = await readFinishedRun(await RunDirectory.open(run, runs))
  for (const each of finished.report.missing) process.stderr.write(`missing: ${each}\n`)
  const warn = (message: string) => process.stderr.write(`warning: ${message}\n`)
  try {
    const sent = await sendMetrics(finished, url, { atMs: Date.now(), warn })
    process.stderr.write(`sent ${sent} metrics to ${url}\n`)
    return EXIT.ok
  } catch (error) {
    if (!(error instanceof OtlpError)) throw error
    process.stderr.write(`error: ${error.message}\n`)
    return EXIT.internalError
  }
}

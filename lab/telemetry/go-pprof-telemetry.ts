import { UNKNOWN_SAMPLE } from '../../models/measurement/target-sample.ts'
import { requireAllowedHost } from '../allowed-host.ts'
import { fetchText } from './fetch-text.ts'
import { goPprofUrl } from './go-pprof.ts'
import { TelemetryError, type TargetTelemetry } from './target-telemetry.ts'

/**
 * How many goroutines a Go program has that serves `net/http/pprof`: what leaks in Go leaks there first.
 *
 * @param base such as `http://127.0.0.1:6060/debug/pprof`
 * @param allow hosts beyond loopback that may be asked
 * @throws HostNotAllowed
 */
export function createGoPprofTelemetry(base: string, allow: readonly string[]): TargetTelemetry {
  const url = goPprofUrl(base, 'goroutine?debug=1')
  requireAllowedHost(url, allow)
  const closed = new AbortController()
  return {
    source: url.href,
    async sample() {
      const text = await fetchText(url.href, 'text/plain', closed.signal)
      return {
        ...UNKNOWN_SAMPLE,
        atEpochMs: Date.now(),
        activeResources: { goroutines: readGoroutineCount(text, url.href) },
      }
    },
    close: () => closed.abort(),
  }
}

/**
 * Of the head of the page, as runtime/pprof writes it.
 *
 * @throws TelemetryError when it is another page
 */
function readGoroutineCount(page: string, source: string): number {
  const count = /^goroutine profile: total (\d+)$/m.exec(page)?.[1]
  if (count === undefined) throw new TelemetryError(`${source} is not Go's page of goroutines`)
  return Number(count)
}

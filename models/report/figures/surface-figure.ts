import type { Candidate, SimulateArtifact } from '../../artifacts/simulate.ts'
import type { RecommendArtifact } from '../../artifacts/recommend.ts'
import { findClient } from '../../clients/catalogue.ts'
import { fromStored, type PoolSettings } from '../../pool/settings.ts'
import { surfaceMethod } from '../../pool/surface-method.ts'
import { paretoFront } from '../../recommend/pareto-front.ts'
import type { SurfaceCell } from '../../simulate/response-surface.ts'
import type { SurfaceFigure, SurfacePoint } from './run-figures.ts'

/**
 * Dials and P99 over the whole schedule for every idle timeout, and for idle caps as far as there is room; `null`
 * where nothing was simulated.
 */
export function surfaceFigure(
  simulate: SimulateArtifact | null,
  recommend: RecommendArtifact | null,
): SurfaceFigure | null {
  const before = recommend?.before ?? simulate?.candidates.find(({ role }) => role === 'today')?.settings
  if (simulate === null || simulate.surface.requests === 0 || before === undefined) return null
  const today = fromStored(before)
  const recommended = recommend === null ? null : pointAt(fromStored(recommend.settings))
  const { idleTimeoutsMs, cells, maxIdleLimit } = simulate.surface
  const maxIdles = shownCaps(maxIdleLimit, [today.maxIdlePerHost, recommended?.maxIdle ?? 0])
  const shown = cells.filter(({ maxIdle }) => maxIdles.includes(maxIdle))
  const rows = idleTimeoutsMs.map((timeoutMs) => shown.filter((cell) => cell.idleTimeoutMs === timeoutMs))
  return {
    idleTimeoutsMs,
    maxIdles,
    dialShare: rows.map((row) => row.map(({ dials, requests }) => dials / requests)),
    p99Ms: rows.map((row) => row.map(({ p99Ms }) => p99Ms)),
    today: pointAt(today),
    recommended,
    pareto: frugal(cells).filter(({ maxIdle }) => maxIdles.includes(maxIdle)),
    exact: isExact(recommend, today, simulate.candidates),
  }
}

function pointAt({ idleTimeoutMs, maxIdlePerHost }: PoolSettings): SurfacePoint {
  return { idleTimeoutMs, maxIdle: maxIdlePerHost }
}

/** Every cap up to here is shown, and as many of those above it, evenly spaced up to the largest. */
const EVERY_CAP_TO = 16

/** @param wanted caps that are shown in any case, where the surface has them */
function shownCaps(maxIdleLimit: number, wanted: readonly number[]): number[] {
  const step = Math.ceil((maxIdleLimit - EVERY_CAP_TO) / EVERY_CAP_TO)
  const caps = Array.from({ length: maxIdleLimit }, (_, i) => i + 1)
  return caps.filter(
    (cap) => cap <= EVERY_CAP_TO || (maxIdleLimit - cap) % step === 0 || wanted.includes(cap),
  )
}

/** Pairs that no other one betters in dials and in idle time kept. */
function frugal(cells: readonly SurfaceCell[]): SurfacePoint[] {
  return paretoFront(cells, ({ dials, idleSeconds }) => [dials, idleSeconds]).map(
    ({ idleTimeoutMs, maxIdle }) => ({ idleTimeoutMs, maxIdle }),
  )
}

/** Whether one pass over the schedule is the client's own pool; not known before there is a recommendation. */
function isExact(
  recommend: RecommendArtifact | null,
  settings: PoolSettings,
  candidates: readonly Candidate[],
): boolean {
  if (recommend === null) return false
  const peakBusy = Math.max(0, ...candidates.map(({ measurement }) => measurement.connections.peakBusy))
  return surfaceMethod(findClient(recommend.client).policy, settings, peakBusy) === 'one pass, exact'
}

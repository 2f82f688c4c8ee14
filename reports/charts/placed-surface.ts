import type { SurfaceFigure, SurfacePoint } from '../../models/report/figures/run-figures.ts'

/** A surface whose points have found their cells, so that nothing in it is without limit. */
export interface PlacedSurface extends Pick<
  SurfaceFigure,
  'idleTimeoutsMs' | 'maxIdles' | 'dialShare' | 'p99Ms' | 'exact'
> {
  readonly today: SurfaceCell
  readonly recommended: SurfaceCell | null
  readonly pareto: readonly SurfaceCell[]
}

/** Places in `idleTimeoutsMs` and `maxIdles`. */
export interface SurfaceCell {
  readonly timeout: number
  readonly maxIdle: number
  /** Whether the point lies in this cell, and not beside or beyond the surface. */
  readonly exact: boolean
}

/** Puts each point into the cell of the largest values that do not exceed its own, as a pool does at least as well. */
export function placeSurface(figure: SurfaceFigure): PlacedSurface {
  const { idleTimeoutsMs, maxIdles, dialShare, p99Ms, exact, today, recommended, pareto } = figure
  const place = (point: SurfacePoint) => cellOf(point, figure)
  return {
    idleTimeoutsMs,
    maxIdles,
    dialShare,
    p99Ms,
    exact,
    today: place(today),
    recommended: recommended === null ? null : place(recommended),
    pareto: pareto.map(place),
  }
}

function cellOf(
  { idleTimeoutMs, maxIdle }: SurfacePoint,
  { idleTimeoutsMs, maxIdles }: Pick<SurfaceFigure, 'idleTimeoutsMs' | 'maxIdles'>,
): SurfaceCell {
  const timeout = lastUpTo(idleTimeoutsMs, idleTimeoutMs)
  const column = lastUpTo(maxIdles, maxIdle)
  return {
    timeout,
    maxIdle: column,
    exact: idleTimeoutsMs[timeout] === idleTimeoutMs && maxIdles[column] === maxIdle,
  }
}

/** @returns the first place where all are larger */
function lastUpTo(ascending: readonly number[], value: number): number {
  return Math.max(
    0,
    ascending.findLastIndex((each) => each <= value),
  )
}

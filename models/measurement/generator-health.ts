/** How well a load generator kept up: what tells a slow target from a slow generator. */
export interface GeneratorHealth {
  /** How late 10 ms timers fired in the load threads; the worst thread counts. */
  readonly driftP99Ms: number
  readonly driftMaxMs: number
  /** Handed to the pool − due; the worst thread counts. */
  readonly latenessP99Ms: number
  /** As `latenessP99Ms`. Absent in artifacts of earlier versions. */
  readonly latenessP50Ms?: number
  /** As `latenessP99Ms`. Absent in artifacts of earlier versions. */
  readonly latenessMaxMs?: number
  /**
   * CPU seconds of the load threads / (wall time × load threads), in [0, 1] but for rounding; `null` where the runtime
   * cannot tell. Absent in artifacts of earlier versions.
   */
  readonly cpuShare?: number | null
  /** Requests that were not sent because too many were under way. Absent in artifacts of earlier versions. */
  readonly dropped?: number
}

/**
 * The health of several load threads as one: the worst of each figure, and the sum of `dropped`. A figure that none of
 * them has is left out.
 *
 * @throws RangeError when there is none
 */
export function worstHealth(healths: readonly GeneratorHealth[]): GeneratorHealth {
  if (healths.length === 0) throw new RangeError('no generator to judge')
  const latenessP50Ms = known(healths.map((health) => health.latenessP50Ms))
  const latenessMaxMs = known(healths.map((health) => health.latenessMaxMs))
  const cpuShare = known(healths.map((health) => health.cpuShare))
  const dropped = known(healths.map((health) => health.dropped))
  return {
    driftP99Ms: Math.max(...healths.map((health) => health.driftP99Ms)),
    driftMaxMs: Math.max(...healths.map((health) => health.driftMaxMs)),
    latenessP99Ms: Math.max(...healths.map((health) => health.latenessP99Ms)),
    ...(latenessP50Ms === null ? {} : { latenessP50Ms: Math.max(...latenessP50Ms) }),
    ...(latenessMaxMs === null ? {} : { latenessMaxMs: Math.max(...latenessMaxMs) }),
    ...(cpuShare === null ? {} : { cpuShare: worstShare(cpuShare) }),
    ...(dropped === null ? {} : { dropped: dropped.reduce((sum, count) => sum + count, 0) }),
  }
}

/** Lateness beyond which a measurement says more about the generator than about the target. */
export const LARGEST_LATENESS_MS = 20

/** Whether requests went out so late that the measurement cannot be trusted. */
export function isGeneratorBound(health: GeneratorHealth): boolean {
  return health.latenessP99Ms > LARGEST_LATENESS_MS
}

/** What is there of a figure that earlier versions did not write; `null` when it is in none. */
function known<Value>(values: readonly (Value | undefined)[]): readonly Value[] | null {
  const present = values.filter((value) => value !== undefined) as Value[]
  return present.length === 0 ? null : present
}

function worstShare(shares: readonly (number | null)[]): number | null {
  const measured = shares.filter((share) => share !== null)
  return measured.length === 0 ? null : Math.max(...measured)
}

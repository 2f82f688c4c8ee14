/** How well a load generator kept up: what tells a slow target from a slow generator. */
export interface GeneratorHealth {
  /** How late 10 ms timers fired in the load threads; the worst thread counts. */
  readonly driftP99Ms: number
  readonly driftMaxMs: number
  /** Handed to the pool − due; the worst thread counts. */
  readonly latenessP99Ms: number
}

/** @throws RangeError when there is none */
export function worstHealth(healths: readonly GeneratorHealth[]): GeneratorHealth {
  if (healths.length === 0) throw new RangeError('no generator to judge')
  return {
    driftP99Ms: Math.max(...healths.map((health) => health.driftP99Ms)),
    driftMaxMs: Math.max(...healths.map((health) => health.driftMaxMs)),
    latenessP99Ms: Math.max(...healths.map((health) => health.latenessP99Ms)),
  }
}

/** Lateness beyond which a measurement says more about the generator than about the target. */
export const LARGEST_LATENESS_MS = 20

/** Whether requests went out so late that the measurement cannot be trusted. */
export function isGeneratorBound(health: GeneratorHealth): boolean {
  return health.latenessP99Ms > LARGEST_LATENESS_MS
}

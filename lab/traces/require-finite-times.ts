import { ScenarioError } from '../scenario-error.ts'

/**
 * @param dueMs ascending
 * @throws ScenarioError when a speed, or a unit, stretches the times beyond what a number can hold
 */
export function requireFiniteTimes(file: string, dueMs: Float64Array, speed: number): Float64Array {
  if (Number.isFinite(dueMs.at(-1) ?? 0)) return dueMs
  throw new ScenarioError(
    `${file}: at speed ${speed} its times are too large to count in ms: take a higher speed, or check the column`,
  )
}

import type { PastNight } from './past-night.ts'

/** What has to be the same for two nights to be comparable. */
export interface Conditions {
  /** Of the environment. */
  readonly fingerprint: string
  readonly scenarioHash: string
}

export function isUnder(
  night: Pick<PastNight, 'environment' | 'scenarioHash'>,
  { fingerprint, scenarioHash }: Conditions,
): boolean {
  return night.environment.fingerprint === fingerprint && night.scenarioHash === scenarioHash
}

/**
 * The nights that say something about the next one: those under the conditions of the newest, without those of which
 * nothing could be said.
 *
 * @param history oldest first
 */
export function comparableNights(history: readonly PastNight[]): readonly PastNight[] {
  const newest = history.at(-1)
  if (newest === undefined) return []
  const conditions = { fingerprint: newest.environment.fingerprint, scenarioHash: newest.scenarioHash }
  return history.filter((night) => isUnder(night, conditions) && night.judgement.verdict !== 'unknown')
}

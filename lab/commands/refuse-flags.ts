import { UsageError } from '../usage-error.ts'

/** A flag that is of no use to what is run, whether it was given, and why it is of none, or what to do instead. */
export type UselessFlag = readonly [flag: string, isGiven: boolean, why: string]

/**
 * @param of what is run, as in "--only is not for experiments"
 * @throws UsageError naming the first that was given
 */
export function refuseFlags(of: string, flags: readonly UselessFlag[]): void {
  const first = flags.find(([, isGiven]) => isGiven)
  if (first !== undefined) throw new UsageError(`${first[0]} is not for ${of}: ${first[2]}`)
}

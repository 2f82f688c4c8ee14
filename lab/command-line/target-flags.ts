import type { Command } from 'commander'
import { collect, parsePid, parseSeed, parseUrl } from './option-values.ts'

/** What is loaded in place of what a scenario says, and what may be read of it; as they were written. */
export interface TargetFlags {
  readonly seed?: number
  readonly target?: string
  readonly pid?: number
  readonly prometheus?: string
  readonly insecure?: boolean
  readonly allow: readonly string[]
}

/** @param whose such as `the scenario's` */
export function addTargetFlags(command: Command, whose: string): Command {
  return command
    .optionsGroup('Target and load:')
    .option('--seed <number>', `in place of ${whose} own seed`, parseSeed)
    .option('--target <url>', `in place of ${whose} own target`, parseUrl)
    .option('--pid <number>', "read the target's memory, files and CPU time from /proc", parsePid)
    .option('--prometheus <url>', "read the target's process and runtime metrics there", parseUrl)
    .option('--insecure', `accept any certificate of ${whose} or --target's server`)
    .option('--allow <host>', 'a host beyond loopback that load may go to (repeatable)', collect, [])
}

/** The flags as `openTarget` takes them. */
export function targetOverrides({ target, pid, prometheus, insecure, allow }: TargetFlags) {
  return { url: target, pid, prometheus, insecure, allow }
}

import type { CommandTarget } from '../../models/scenario/targets/command-target.ts'
import { target as targetSchema } from '../../models/scenario/target-schema.ts'
import type { PlainScenario } from '../../models/scenario/plain-scenario.ts'
import { type OpenTarget, type OpenTargetOptions, openTarget } from '../open-target.ts'

/** Opens a target as a scenario would that says nothing else. */
export function openAlone(target: object, options: OpenTargetOptions = {}): Promise<OpenTarget> {
  const scenario = { target: targetSchema.parse(target) as CommandTarget, requestTimeoutMs: 5000 }
  return openTarget(scenario as PlainScenario, { allow: [] }, 1, options)
}

/** As a lab of its own: opens the target of the first argument, says where it is, and stays. */
if (process.argv[1] === import.meta.filename) {
  const { endpoint, pid } = await openAlone(JSON.parse(process.argv[2] ?? '') as object)
  console.log(JSON.stringify({ labPid: process.pid, origin: endpoint.origin, pid }))
  setInterval(() => {}, 60_000)
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { validateScenario } from '../../validate-scenario.ts'
import { huntLeak, type LeakHunt } from '../../leak/hunt-leak.ts'
import { planLeakHunt } from '../../leak/leak-hunt-plan.ts'
import { openTarget } from '../../open-target.ts'
import { type PlainScenario, toPlainScenario } from '../../../models/scenario/plain-scenario.ts'
import { type DetectionCase, isLeakingTrap, plantedKinds } from './detection-case.ts'
import { findPlantedFunction, isPlanted } from './planted-function.ts'

/** What came of a hunt. */
export interface CaseOutcome extends DetectionCase {
  readonly hunt: LeakHunt
  readonly isRight: boolean
  /** Whether what it ranks first is the function with the line that leaks; `null` where there is none. */
  readonly isNamed: boolean | null
  /** Whether what keeps the most is of the planted kind; `null` where there is none. */
  readonly isKindRight: boolean | null
  readonly seconds: number
}

/** A quick hunt in a trap that is started for it, and stopped. @throws what `openTarget` and `huntLeak` throw */
export async function tryCase(each: DetectionCase, signal: AbortSignal): Promise<CaseOutcome> {
  const startMs = performance.now()
  const folder = await mkdtemp(join(tmpdir(), 'kneepoint-leak-detection-'))
  const scenario = scenarioOf(each)
  try {
    const target = await openTarget(scenario, { allow: [] }, each.seed)
    try {
      const hunt = await huntLeak(target, planOf(scenario, each, folder), { signal })
      return { ...each, hunt, ...judgeHunt(each, hunt), seconds: (performance.now() - startMs) / 1000 }
    } finally {
      await target.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function scenarioOf({ trap, form, seed }: DetectionCase): PlainScenario {
  const target = { builtin: 'trap', trap, fixed: form === 'fixed' }
  const scenario = {
    name: `${trap}-${form}`,
    seed,
    target,
    arrivals: { kind: 'constant', rate: 1, durationMs: 1000 },
    requests: [{ path: '/orders/{id}', parameters: { id: { kind: 'integer', min: 1, max: 100_000 } } }],
    pods: 1,
  }
  return toPlainScenario(validateScenario(scenario, 'leak-detection.ts'))
}

function planOf({ name, requests }: PlainScenario, { seed }: DetectionCase, folder: string) {
  const plan = planLeakHunt({
    name,
    traffic: { requests, feeds: [], functions: null },
    seed,
    quick: true,
    requests: null,
    snapshots: { folder, prefix: '', keep: false },
  })
  // As many requests however busy the machine is: what the traps of limited growth hold hangs on them.
  return { ...plan, loadMs: null }
}

/** Growth that has an end is as right as none: code is compiled, and tables fill, in twins that are fixed too. */
const HARMLESS = new Set(['none', 'warm-up', 'bounded-growth'])

function judgeHunt(
  { trap, form }: DetectionCase,
  { verdict, attribution, retained }: LeakHunt,
): Pick<CaseOutcome, 'isRight' | 'isNamed' | 'isKindRight'> {
  if (form !== 'leaky' || !isLeakingTrap(trap)) {
    return { isRight: HARMLESS.has(verdict.verdict), isNamed: null, isKindRight: null }
  }
  return {
    isRight: verdict.verdict === 'leak',
    isNamed: isPlanted(findPlantedFunction(trap), attribution?.sites[0]),
    isKindRight: retained?.paths[0]?.kind === plantedKinds[trap],
  }
}

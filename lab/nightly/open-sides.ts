import { findClient } from '../../models/clients/catalogue.ts'
import type { PlainScenario } from '../../models/scenario/plain-scenario.ts'
import { resolveBefore } from '../../models/scenario/resolve-before.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import { openTarget, type OpenTarget, type TargetOverrides } from '../open-target.ts'
import { readSettings } from '../simulate/read-settings.ts'
import { UsageError } from '../usage-error.ts'
import type { InterleavedBaseline } from './nightly-options.ts'
import type { NightlySide } from './send-block.ts'

export interface OpenSides {
  readonly tonight: NightlySide
  readonly baseline: NightlySide | null
  close(): Promise<void>
}

/**
 * Gets ready what the blocks are sent to: tonight's target with the scenario's own settings, and the baseline, which
 * differs by its target, its settings or both.
 *
 * @throws UsageError when a setting of the baseline cannot be read; what `openTarget` throws
 */
export async function openSides(
  scenario: PlainScenario,
  overrides: TargetOverrides,
  baseline: InterleavedBaseline | null,
  seed: number,
): Promise<OpenSides> {
  const settings = resolveBefore(scenario)
  const other = baseline === null ? null : baselineSettings(baseline.settings, scenario, settings)
  const opened: OpenTarget[] = []
  const open = async (...how: Parameters<typeof openTarget>): Promise<OpenTarget> => {
    const target = await openTarget(...how)
    opened.push(target)
    return target
  }
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((target) => target.close()))
  }
  try {
    const tonight = { target: await open(scenario, overrides, seed), settings }
    if (baseline === null || other === null) return { tonight, baseline: null, close }
    const { targetUrl } = baseline
    if (targetUrl === null) return { tonight, baseline: { ...tonight, settings: other }, close }
    const { allow, insecure } = overrides
    const target = await open(withoutOwnTelemetry(scenario), { allow, insecure, url: targetUrl }, seed)
    return { tonight, baseline: { target, settings: other }, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** @throws UsageError when a setting is unknown or its value cannot be read */
export function baselineSettings(
  assignments: readonly string[],
  scenario: PlainScenario,
  tonight: PoolSettings,
): PoolSettings {
  try {
    return readSettings(assignments, findClient(scenario.client), tonight).settings
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(error.message.replace(/^--set/, '--baseline-set'))
    throw error
  }
}

/** The process that the scenario names is tonight's, not the baseline's. */
function withoutOwnTelemetry(scenario: PlainScenario): PlainScenario {
  if ('builtin' in scenario.target || 'command' in scenario.target) return scenario
  const { pid: _pid, prometheus: _prometheus, pprof: _pprof, ...target } = scenario.target
  return { ...scenario, target }
}

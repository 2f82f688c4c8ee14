import { policyOf } from '../clients/client.ts'
import { type BoundedSetting, isWithin, rangeText } from './bounds.ts'
import { canSet } from './can-set.ts'
import { type Check, type Constraint, constraintNames, type ConstraintName } from './constraint.ts'
import { fileBudget, serverFileBudget } from './file-budget.ts'
import { count, milliseconds, precisePercent, seconds } from './figures.ts'
import { idleMemory } from './idle-memory.ts'
import { portBudget } from './port-budget.ts'
import type { Premises, Subject } from './constraint.ts'

/** Every constraint that applies, in the order of their names. */
export function checkConstraints(subject: Subject, premises: Premises): Constraint[] {
  return constraintNames.flatMap((name) => checks[name](subject, premises) ?? [])
}

/** How many constraints the settings break. */
export function countViolations(
  subject: Subject,
  premises: Premises,
  besides: ConstraintName | null = null,
): number {
  return checkConstraints(subject, premises).filter(({ name, holds }) => !holds && name !== besides).length
}

const race: Check = ({ settings: { idleTimeoutMs } }, { client, safe }) => {
  const isLimited = policyOf(client, 'patched').expiry.kind !== 'halved'
  const ownMs = isLimited ? idleTimeoutMs : Infinity
  const holds = ownMs <= safe.limitMs
  const fixed = canSet(client).idleTimeout ? '' : `, and ${client.title} has no idle timeout to set`
  return {
    name: 'race',
    holds,
    atLimit: ownMs === safe.limitMs,
    figures: `${seconds(ownMs)} of ${seconds(safe.limitMs)}`,
    sentence: holds
      ? `Keep-alive race: the client closes after ${seconds(ownMs)}, within the ${seconds(safe.limitMs)} that are safe before the server.`
      : `Keep-alive race: the client keeps idle connections for ${seconds(ownMs)}, and only ${seconds(safe.limitMs)} are safe before the server${fixed}.`,
  }
}

const slo: Check = ({ expected }, { slo: objective }) => ({
  name: 'slo',
  holds: expected.p99Ms <= objective.p99Ms && expected.failureRate <= objective.failureRate,
  atLimit: expected.p99Ms === objective.p99Ms,
  figures: `P99 ${milliseconds(expected.p99Ms)} of ${milliseconds(objective.p99Ms)}`,
  sentence:
    `SLO: P99 ${milliseconds(expected.p99Ms)} of ${milliseconds(objective.p99Ms)}, ` +
    `failures ${precisePercent(expected.failureRate)} of ${precisePercent(objective.failureRate)}.`,
})

/**
 * Requests queue where every connection that may be open is in use at once and one in a hundred waits for one: though
 * fewer than that dial, or for longer than a dial takes.
 */
const maxConns: Check = ({ settings, expected }, { pods }) => {
  const allowed = pods * settings.maxConnsPerHost
  if (allowed === Infinity) return null
  const full = expected.peakBusy >= allowed
  const waitMs = expected.waitP99Ms ?? 0
  const byDialing = expected.dialShare >= 0.01 && waitMs <= (expected.dialP99Ms ?? 0)
  const queues = full && waitMs > 0 && !byDialing
  return {
    name: 'maxConns',
    holds: !queues,
    atLimit: full,
    figures: `${Math.min(expected.peakBusy, allowed)} of ${allowed} connections in use`,
    sentence:
      `maxConnsPerHost ${count(settings.maxConnsPerHost)}: up to ${Math.min(expected.peakBusy, allowed)} of ${pods} × ` +
      `${count(settings.maxConnsPerHost)} connections are in use at once, and requests wait ` +
      `${milliseconds(waitMs)} for one (P99).`,
  }
}

function boundsOf(name: ConstraintName, setting: BoundedSetting): Check {
  return ({ settings }, { bounds }) => {
    const range = bounds[setting]
    if (range === undefined || (range.min === undefined && range.max === undefined)) return null
    const value = settings[setting]
    const figures = `${setting === 'idleTimeoutMs' ? seconds(value) : count(value)} of ${rangeText(setting, range)}`
    return {
      name,
      holds: isWithin(range, value),
      atLimit: value === range.min || value === range.max,
      figures,
      sentence: `bounds.${setting}: ${figures}.`,
    }
  }
}

const checks: Readonly<Record<ConstraintName, Check>> = {
  race,
  slo,
  ports: portBudget,
  openFiles: fileBudget,
  serverOpenFiles: serverFileBudget,
  idleMemory,
  maxConns,
  idleTimeoutBounds: boundsOf('idleTimeoutBounds', 'idleTimeoutMs'),
  maxIdleBounds: boundsOf('maxIdleBounds', 'maxIdlePerHost'),
  maxConnsBounds: boundsOf('maxConnsBounds', 'maxConnsPerHost'),
}

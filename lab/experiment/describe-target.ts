import type { PlainExperiment } from '../../models/experiment/plain-experiment.ts'

type Target = PlainExperiment['variants'][number]['target']

/**
 * A target on one line, for people: what tells it from others. Values of a command's environment are left out, as they may
 * be secrets.
 */
export function describeTarget(target: Target): string {
  const { env, ...rest } = 'command' in target ? target : { ...target, env: undefined }
  const named = env === undefined ? {} : { env: Object.keys(env).sort() }
  const known = Object.entries({ ...rest, ...named }).filter(([, value]) => isTold(value))
  return known.map(([key, value]) => `${key} ${valueText(value)}`).join(', ')
}

function isTold(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join(' ')
  return JSON.stringify(value)
}

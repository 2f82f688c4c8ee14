import type { PlainExperiment } from '../../models/experiment/plain-experiment.ts'
import { target as targetSchema } from '../../models/scenario/target-schema.ts'

type Target = PlainExperiment['variants'][number]['target']

/** What is named, and not told. */
const SECRETS: ReadonlySet<string> = new Set(['tokenSecret'])

/**
 * A target on one line, for people: what tells it from others. Values of a command's environment are left out, as they may
 * be secrets, and so are secrets, and what a built-in target is without being told.
 */
export function describeTarget(target: Target): string {
  const { env, ...rest } = 'command' in target ? target : { ...target, env: undefined }
  const named = env === undefined ? {} : { env: Object.keys(env).sort() }
  const usual = 'builtin' in target ? usualOf(target.builtin) : {}
  return fieldsText({ ...rest, ...named }, usual).join(', ')
}

/** @returns what a built-in target has that was told nothing */
function usualOf(builtin: string): Readonly<Record<string, unknown>> {
  const { data } = targetSchema.safeParse({ builtin })
  return data === undefined ? {} : { ...data, builtin: undefined }
}

function fieldsText(fields: object, usual: Readonly<Record<string, unknown>> = {}): string[] {
  return Object.entries(fields)
    .filter(([key, value]) => isTold(value) && JSON.stringify(value) !== JSON.stringify(usual[key]))
    .map(([key, value]) => (value === true || SECRETS.has(key) ? key : `${key} ${valueText(value)}`))
}

function isTold(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join(' ')
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value)
  return `(${fieldsText(value).join(', ')})`
}

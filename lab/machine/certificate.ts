import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Environment } from '../run-directory.ts'
import { writeWhole } from '../write-whole.ts'
import type { DriverCapacity } from './calibrate-generator.ts'
import type { Limits } from './limits.ts'
import type { TimerQuality } from './measure-timer.ts'
import { makeFolder } from '../make-folder.ts'

export const CERTIFICATE_SCHEMA_VERSION = 1

export const CERTIFICATE_FILE = '.kneepoint/certificate.json'

/** What a load generator was found to be able to do on a machine, and what the machine is like. */
export interface Certificate {
  readonly schemaVersion: typeof CERTIFICATE_SCHEMA_VERSION
  /** ISO 8601, UTC. */
  readonly measuredAt: string
  readonly environment: Environment
  readonly timer: TimerQuality
  /** Cores that the process may use, and its CPU quota (`null` for none). */
  readonly cores: number
  readonly quotaCores: number | null
  readonly limits: Limits
  readonly drivers: readonly DriverCapacity[]
}

/** Where and when a certificate is to hold. */
export interface Circumstances {
  readonly environment: Environment
  readonly quotaCores: number | null
  readonly nowMs: number
}

/** A certificate that holds, or why there is none. */
export type CertificateReading =
  | { readonly certificate: Certificate; readonly why: null }
  | { readonly certificate: null; readonly why: string }

const LONGEST_AGE_DAYS = 30
const DAY_MS = 86_400_000

/** Reads a certificate, and leaves it when it is of another environment, older than 30 days, or not readable. */
export async function readCertificate(
  circumstances: Circumstances,
  file = CERTIFICATE_FILE,
): Promise<CertificateReading> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return { certificate: null, why: `there is no ${file}` }
  const certificate = parse(text)
  if (certificate === null) return { certificate: null, why: `${file} is not a certificate of this version` }
  const why = whyStale(certificate, circumstances)
  return why === null ? { certificate, why } : { certificate: null, why: `${file} ${why}` }
}

/** @throws the system's error when it cannot be written */
export async function writeCertificate(certificate: Certificate, file = CERTIFICATE_FILE): Promise<void> {
  await makeFolder(dirname(file))
  await writeWhole(file, `${JSON.stringify(certificate, null, 2)}\n`)
}

const keys = [
  'measuredAt',
  'environment',
  'timer',
  'cores',
  'quotaCores',
  'limits',
  'drivers',
] as const satisfies ReadonlyArray<keyof Certificate>

function parse(text: string): Certificate | null {
  let found: Partial<Record<keyof Certificate, unknown>>
  try {
    found = Object(JSON.parse(text)) as typeof found
  } catch {
    return null
  }
  const parts = [found.environment, found.timer, found.limits]
  const whole =
    keys.every((key) => found[key] !== undefined) &&
    parts.every((part) => typeof part === 'object' && part !== null) &&
    Array.isArray(found.drivers) &&
    found.drivers.every((driver: unknown) => typeof Object(driver).highestRate === 'number')
  return whole && found.schemaVersion === CERTIFICATE_SCHEMA_VERSION ? (found as Certificate) : null
}

function whyStale(
  certificate: Certificate,
  { environment, quotaCores, nowMs }: Circumstances,
): string | null {
  const parts = ['runtime', 'platform', 'cpu', 'cores'] as const
  const other = parts.find((part) => certificate.environment[part] !== environment[part])
  if (other !== undefined) {
    return `was measured with another ${other}: ${certificate.environment[other]}, now ${environment[other]}`
  }
  if (certificate.quotaCores !== quotaCores) {
    return `was measured with another CPU quota: ${quotaText(certificate.quotaCores)}, now ${quotaText(quotaCores)}`
  }
  const ageMs = nowMs - Date.parse(certificate.measuredAt)
  if (ageMs >= 0 && ageMs <= LONGEST_AGE_DAYS * DAY_MS) return null
  return `was measured at ${certificate.measuredAt}, not within the last ${LONGEST_AGE_DAYS} days`
}

function quotaText(quotaCores: number | null): string {
  return quotaCores === null ? 'none' : `${quotaCores} cores`
}

import { UsageError } from '../usage-error.ts'

const UNITS: Readonly<Record<string, number>> = {
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  ki: 2 ** 10,
  mi: 2 ** 20,
  gi: 2 ** 30,
}

/**
 * An amount of memory: `512MiB`, `1.5 GiB`, `800MB`, or as Kubernetes writes it, `512Mi`.
 *
 * @returns bytes, > 0
 * @throws UsageError when it is none
 */
export function readByteLimit(option: string, text: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([kmg]i?b|[kmg]i)$/i.exec(text.trim()) ?? []
  const bytes = Number(digits) * (UNITS[unit.toLowerCase()] ?? Number.NaN)
  if (bytes > 0) return bytes
  throw new UsageError(`${option}: '${text}' is no amount of memory, such as 512MiB, 1.5GiB or 800MB`)
}

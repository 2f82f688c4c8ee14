import type { Driver } from '../../workers/connection.ts'
import { readEnvironment } from '../environment.ts'
import { calibrateGenerator, type RunTrial } from '../machine/calibrate-generator.ts'
import {
  type Certificate,
  CERTIFICATE_FILE,
  CERTIFICATE_SCHEMA_VERSION,
  writeCertificate,
} from '../machine/certificate.ts'
import { examineMachine, type MachineFinding } from '../machine/examine-machine.ts'
import { readLimits } from '../machine/limits.ts'
import { measureTimer, type TimerQuality, type Timers } from '../machine/measure-timer.ts'
import { readProcessors } from '../machine/processors.ts'
import { type SystemFiles, systemFiles } from '../machine/system-files.ts'
import type { Environment } from '../run-directory.ts'

export interface DoctorOptions {
  /** One JSON document in place of text. */
  readonly json: boolean
  /** Takes what is for stdout. */
  readonly write: (text: string) => void
  readonly signal: AbortSignal
  readonly trial: RunTrial
  /** Which drivers are tried; both unless told. */
  readonly drivers?: readonly Driver[]
  /** Told what is being done. */
  readonly onProgress?: (line: string) => void
  /** Where the certificate is kept. */
  readonly file?: string
  /** The machine, unless another is to be examined. */
  readonly machine?: ExaminedMachine
}

/** What is known of a machine without sending anything. */
export interface ExaminedMachine {
  readonly environment: Environment
  readonly files: SystemFiles
  readonly timers?: Timers
  /** ms since the epoch. */
  readonly nowMs: number
}

/**
 * Examines this machine, measures what the load generator can do on it, keeps that as a certificate, and prints it.
 *
 * @returns the exit code, 0 whatever was found
 * @throws the signal's reason when it is aborted
 */
export async function doctor(options: DoctorOptions): Promise<number> {
  const { file = CERTIFICATE_FILE, json, write } = options
  const certificate = await certify(options)
  const problem = await writeCertificate(certificate, file).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
  const findings = examineMachine(certificate)
  if (json) {
    const kept = { keptAs: problem === null ? file : null }
    write(`${JSON.stringify({ ...certificate, ...kept, findings }, null, 2)}\n`)
  } else {
    const kept = problem === null ? `kept as ${file}` : `not kept: ${problem}`
    write(`${describe(certificate, findings)}\n${kept}\n`)
  }
  return 0
}

async function certify(options: DoctorOptions): Promise<Certificate> {
  const { trial, signal, drivers = ['undici', 'wire'], onProgress = () => {} } = options
  const { environment, files, timers, nowMs } = options.machine ?? thisMachine()
  signal.throwIfAborted()
  onProgress('doctor: timers')
  const timer: TimerQuality = await measureTimer(timers)
  const capacities = []
  for (const driver of drivers) {
    const onTrial = (rate: number) => onProgress(`doctor: ${driver} at ${rate}/s`)
    capacities.push(await calibrateGenerator({ driver, trial, signal, onTrial }))
  }
  return {
    schemaVersion: CERTIFICATE_SCHEMA_VERSION,
    measuredAt: new Date(nowMs).toISOString(),
    environment,
    timer,
    cores: environment.cores,
    quotaCores: readProcessors(files).quotaCores,
    limits: readLimits(null, files),
    drivers: capacities,
  }
}

function thisMachine(): ExaminedMachine {
  return { environment: readEnvironment(), files: systemFiles, nowMs: Date.now() }
}

function describe(certificate: Certificate, findings: readonly MachineFinding[]): string {
  const { runtime, platform, cpu } = certificate.environment
  const width = Math.max(...findings.map(({ subject }) => subject.length))
  const lines = findings.flatMap(({ subject, fine, finding, advice }) => {
    const line = `${fine ? 'ok   ' : 'check'}  ${subject.padEnd(width)}  ${finding}`
    return advice === null ? [line] : [line, `${' '.repeat(width + 9)}${advice}`]
  })
  return [`${runtime} on ${platform}, ${cpu}`, '', ...lines, '', summary(findings)].join('\n')
}

function summary(findings: readonly MachineFinding[]): string {
  const open = findings.filter(({ fine }) => !fine).length
  if (open === 0) return 'nothing to put right'
  return open === 1 ? '1 thing to look at' : `${open} things to look at`
}

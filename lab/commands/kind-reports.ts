import type { ReportFlags } from './report.ts'
import { reportOfKind } from './report-of-kind.ts'

type ReportRun = (run: string, flags: ReportFlags) => Promise<number>

/** By kind of run, loaded when it is used; adding a kind takes a line here. */
const reporters: Readonly<Record<string, ReportRun>> = {
  experiment: async (...run) =>
    reportOfKind((await import('../experiment/write-experiment-report.ts')).experimentReport, ...run),
  leak: async (...run) => reportOfKind((await import('../leak/write-leak-report.ts')).leakReport, ...run),
  cascade: async (...run) =>
    reportOfKind((await import('../cascade/write-cascade-report.ts')).cascadeReport, ...run),
  'real-time': async (...run) =>
    reportOfKind((await import('../real-time/write-real-time-report.ts')).realTimeReport, ...run),
}

/** What reports of runs of other kinds are made by; `null` for the loop of stages. */
export function reporterOf(kind: string | null): ReportRun | null {
  return kind !== null && Object.hasOwn(reporters, kind) ? (reporters[kind] ?? null) : null
}

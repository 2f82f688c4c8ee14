import { type DriverCapacity, LARGEST_TRIAL_LATENESS_MS, LEAST_TRIAL_SHARE } from './calibrate-generator.ts'
import type { Certificate } from './certificate.ts'
import { raiseFiles } from './check-limits.ts'
import { chooseLoadThreads } from './choose-load-threads.ts'
import { portCount, portHeldMs } from './limits.ts'

/** One thing about a machine that load tests depend on. */
export interface MachineFinding {
  readonly subject: string
  readonly fine: boolean
  readonly finding: string
  /** What to do; `null` when there is nothing to do. */
  readonly advice: string | null
}

/** Enough for the most requests that are under way at once, and some files beside. */
const COMFORTABLE_FILES = 4096 + 128
const COMFORTABLE_PORTS = 16_384
/** A timer that is later makes whatever waits for it later than a good schedule may be. */
const LARGEST_SLEEP_LATE_MS = 5
const COARSEST_CLOCK_US = 100

/** Says of each part of a certificate whether it is fine, and if not, what to do. */
export function examineMachine(certificate: Certificate): readonly MachineFinding[] {
  return [
    examineCores(certificate),
    examineOpenFiles(certificate),
    examinePorts(certificate),
    examineTimer(certificate),
    ...certificate.drivers.map(examineDriver),
  ]
}

function examineCores({ cores, quotaCores }: Certificate): MachineFinding {
  const beside = chooseLoadThreads({ cores, quotaCores, wanted: null, targetIsLocal: true })
  const quota = quotaCores === null ? 'no CPU quota' : `a CPU quota of ${Number(quotaCores.toFixed(2))}`
  const finding = `${cores}, ${quota}; beside a target on this machine: ${beside.why}`
  if (quotaCores !== null && quotaCores < cores) {
    const advice = 'raise the quota (cpu.max, --cpus), or it stops the load threads when it is used up'
    return { subject: 'cores', fine: false, finding, advice }
  }
  const advice = cores > 1 ? null : 'run the target on another machine, or it competes with the load'
  return { subject: 'cores', fine: cores > 1, finding, advice }
}

function examineOpenFiles({ limits: { openFiles } }: Certificate): MachineFinding {
  const subject = 'open files'
  if (openFiles === null) return unknown(subject)
  const { soft, hard, open } = openFiles
  const finding = `${soft} may be open (hard limit ${hard})${open === null ? '' : `, ${open} are`}`
  const fine = soft === 'unlimited' || soft >= COMFORTABLE_FILES
  return { subject, fine, finding, advice: fine ? null : raiseFiles(COMFORTABLE_FILES, openFiles) }
}

function examinePorts({ limits }: Certificate): MachineFinding {
  const subject = 'local ports'
  const ports = portCount(limits)
  if (ports === null) return unknown(subject)
  const range = `${limits.localPorts?.first}-${limits.localPorts?.last}`
  const dials = (toLoopback: boolean) =>
    (ports / portHeldMs({ ...limits, targetIsLoopback: toLoopback })) * 1000
  const finding = `${ports} (${range}), for ${dials(false).toFixed(0)} new connections a second to one remote address, ${dials(true).toFixed(0)} to this machine`
  const fine = ports >= COMFORTABLE_PORTS
  return {
    subject,
    fine,
    finding,
    advice: fine ? null : "sysctl -w net.ipv4.ip_local_port_range='1024 65535'",
  }
}

function examineTimer({ timer: { resolutionUs, sleepLateMs } }: Certificate): MachineFinding {
  const finding = `clock steps of ${Number(resolutionUs.toPrecision(2))} µs; 1 ms timers ${sleepLateMs.p50.toFixed(2)} ms late (P50), ${sleepLateMs.p99.toFixed(2)} ms (P99)`
  const fine = sleepLateMs.p99 <= LARGEST_SLEEP_LATE_MS && resolutionUs <= COARSEST_CLOCK_US
  const advice = fine ? null : 'close what else runs here; virtual machines with shared cores wake up late'
  return { subject: 'timers', fine, finding, advice }
}

function examineDriver({
  driver,
  highestRate,
  latenessP99Ms,
  achievedShare,
}: DriverCapacity): MachineFinding {
  const figures = `lateness P99 ${latenessP99Ms.toFixed(2)} ms, ${(100 * achievedShare).toFixed(1)} % answered`
  if (highestRate > 0) {
    return {
      subject: driver,
      fine: true,
      finding: `keeps its schedule up to ${highestRate}/s (${figures})`,
      advice: null,
    }
  }
  const wanted = `P99 up to ${LARGEST_TRIAL_LATENESS_MS} ms and ${100 * LEAST_TRIAL_SHARE} % are wanted`
  return {
    subject: driver,
    fine: false,
    finding: `kept its schedule at no rate (${figures}; ${wanted})`,
    advice: 'close what else runs here, and measure again',
  }
}

function unknown(subject: string): MachineFinding {
  return { subject, fine: true, finding: 'not known on this system', advice: null }
}

import type { Driver } from '../../workers/connection.ts'
import { readEnvironment } from '../environment.ts'
import { calibrateGenerator, type DriverCapacity } from './calibrate-generator.ts'
import {
  type Certificate,
  CERTIFICATE_FILE,
  CERTIFICATE_SCHEMA_VERSION,
  readCertificate,
  writeCertificate,
} from './certificate.ts'
import { readLimits } from './limits.ts'
import { measureTimer } from './measure-timer.ts'
import { readProcessors } from './processors.ts'
import { openTrialBench } from './run-trial.ts'

export interface CertificateWish {
  /** The driver that it has to speak of. */
  readonly driver: Driver
  readonly signal: AbortSignal
  /** Told when something has to be measured, which takes some seconds. */
  readonly say: (line: string) => void
  /** Where it is kept. */
  readonly file?: string
}

/**
 * The certificate of this machine, as it is kept; where it is missing, out of date, or says nothing of the driver, a
 * rough one is measured, in about five seconds, and kept. `doctor` measures a finer one.
 *
 * @throws the signal's reason when it is aborted
 */
export async function obtainCertificate(wish: CertificateWish): Promise<Certificate> {
  const { driver, file = CERTIFICATE_FILE } = wish
  const environment = readEnvironment()
  const { cores, quotaCores } = readProcessors()
  const { certificate, why } = await readCertificate({ environment, quotaCores, nowMs: Date.now() }, file)
  if (
    certificate?.drivers.some((capacity) => capacity.driver === driver && capacity.highestRate > 0) === true
  )
    return certificate
  const reason = why ?? `${file} says nothing of the ${driver} driver`
  wish.say(`measuring what load this machine can make: ${reason} ('kneepoint doctor' does it thoroughly)`)
  const capacity = await calibrateRoughly(wish)
  const known = certificate ?? {
    schemaVersion: CERTIFICATE_SCHEMA_VERSION,
    measuredAt: new Date().toISOString(),
    environment,
    timer: await measureTimer(),
    cores,
    quotaCores,
    limits: readLimits(null),
    drivers: [],
  }
  const others = known.drivers.filter((other) => other.driver !== driver)
  if (capacity.highestRate === 0) {
    wish.say('it kept no schedule: something else runs here, and that is not kept as what the machine can do')
    return { ...known, drivers: others }
  }
  const extended: Certificate = { ...known, drivers: [...others, capacity] }
  await writeCertificate(extended, file).catch((error: unknown) => {
    wish.say(`${file} could not be kept: ${error instanceof Error ? error.message : String(error)}`)
  })
  return extended
}

async function calibrateRoughly({ driver, signal }: CertificateWish): Promise<DriverCapacity> {
  const bench = await openTrialBench(ROUGH_TRIAL_MS, signal)
  try {
    // The first requests are slow everywhere, while code is compiled.
    await bench.trial(ROUGH_FIRST_RATE, driver)
    return await calibrateGenerator({
      driver,
      trial: bench.trial,
      signal,
      firstRate: ROUGH_FIRST_RATE,
      bisections: ROUGH_BISECTIONS,
    })
  } finally {
    await bench.close()
  }
}

const ROUGH_TRIAL_MS = 300
/** So many that the P99 is not the slowest of them. */
const ROUGH_FIRST_RATE = 1000
/** To 9 %. */
const ROUGH_BISECTIONS = 3

import type { FitArtifact } from '../../models/artifacts/fit.ts'
import type { SweepStep } from '../../models/artifacts/sweep.ts'
import { findClient } from '../../models/clients/catalogue.ts'
import { describeKnee, type SweepPoint } from '../../models/knee/latency-knee.ts'
import {
  failureRate,
  type Measurement,
  readMeasurement,
  throughput,
} from '../../models/measurement/measurement.ts'
import { calibrate } from '../../models/simulate/calibrate.ts'
import { describeMisfit, readMisfit } from '../../models/simulate/misfit.ts'
import { storeSystem } from '../../models/simulate/system-model.ts'
import { UnusableRun } from '../unusable-run.ts'
import type { Stage } from './stage.ts'

/** From the sweep to the knee and to the model that the simulator runs on. */
export const fit: Stage = {
  name: 'fit',
  async run(context) {
    const probe = await context.directory.require('probe')
    const sweep = await context.directory.require('sweep')
    const steps = sweep.steps.filter((step) => step.outcome !== 'generator-bound').map(readStep)
    if (steps.length === 0) {
      throw new UnusableRun(
        'the load threads could not keep up even at the lowest rate: close what else runs on this machine, or lower pods',
      )
    }
    const { client, pods, slo } = context.loaded.scenario
    const knee = describeKnee(
      steps.map((step) => step.point),
      slo,
    )
    const { system, misfit } = calibrate({
      probe,
      steps,
      kneeSeen: sweep.ended === 'knee-passed',
      withoutReuse: sweep.withoutReuse,
      policy: findClient(client).policy,
      pods,
      serverIdleTimeoutMs: probe.hintMs ?? Infinity,
      seed: context.seed,
    })
    const atCapacity = steps.filter((step) => step.offeredRate <= (knee.sloCapacity?.rate ?? 0)).at(-1)
    const artifact: FitArtifact = {
      knee,
      system: storeSystem(system),
      unloadedMs: {
        mean: system.rttMs + system.serviceMs.mean,
        p99: system.rttMs + quantile(system.serviceMs.quantiles, 0.99),
      },
      kneeConcurrency: knee.sloCapacity?.nextRate == null ? null : (atCapacity?.point.concurrency ?? null),
      misfit,
    }
    await context.directory.write('fit', artifact, 'done')
    return summary(artifact)
  },
}

function readStep(step: SweepStep) {
  const measurement = readMeasurement(step.measurement)
  const achievedRate = throughput(measurement)
  const point: SweepPoint = {
    offeredRate: (1000 * measurement.requests.due) / measurement.measuredMs,
    achievedRate: step.outcome === 'met' ? Math.max(achievedRate, completedRate(measurement)) : achievedRate,
    concurrency:
      measurement.requests.completed === 0 ? 0 : (achievedRate * measurement.response.meanMs) / 1000,
    p99Ms: measurement.response.quantileMs(0.99),
    meanMs: measurement.response.meanMs,
    failureRate: failureRate(measurement),
  }
  return {
    ...point,
    achievedRate,
    point,
    responses: measurement.response.sparse(),
    met: step.outcome === 'met',
  }
}

/** With the responses that ended after the step: of a few dozen requests one of them is much. */
function completedRate({ requests, measuredMs }: Measurement): number {
  return (1000 * requests.completed) / measuredMs
}

function quantile(ascending: Float64Array, q: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(q * ascending.length))] ?? Number.NaN
}

function summary({ knee, system, unloadedMs, misfit }: FitArtifact): string {
  const capacity =
    knee.sloCapacity === null
      ? 'no capacity within the SLO'
      : knee.sloCapacity.nextRate === null
        ? `capacity at least ${knee.sloCapacity.rate.toFixed(0)}/s`
        : `capacity ${knee.sloCapacity.rate.toFixed(0)}–${knee.sloCapacity.nextRate.toFixed(0)}/s`
  const slots = system.slots === null ? 'no queue seen' : `${system.slots} slots`
  const missed = describeMisfit(readMisfit(misfit))
  const model = `${capacity}, unloaded mean ${unloadedMs.mean.toFixed(1)} ms, ${slots}`
  return missed === null ? model : `${model}; ${missed}`
}

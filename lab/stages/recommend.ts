import type { SimulateArtifact } from '../../models/artifacts/simulate.ts'
import { findClient } from '../../models/clients/catalogue.ts'
import { count, seconds } from '../../models/recommend/figures.ts'
import { recommend as decide } from '../../models/recommend/recommend.ts'
import { simulate } from './simulate.ts'
import type { Stage } from './stage.ts'

/** From what the simulator found to what should be set. */
export const recommend: Stage = {
  name: 'recommend',
  async run(context) {
    const { directory, loaded } = context
    const { client, slo, pods, bounds } = loaded.scenario
    if (isOfEarlierVersion(await directory.require('simulate'))) await simulate.run(context)
    const artifact = decide({
      client: findClient(client),
      slo,
      pods,
      bounds,
      fit: await directory.require('fit'),
      simulated: await directory.require('simulate'),
    })
    await directory.write('recommend', artifact, 'done')
    if (artifact.unchanged) return "keep today's settings"
    const { idleTimeoutMs, maxIdlePerHost, maxConnsPerHost } = artifact.settings
    return `idleTimeout ${seconds(idleTimeoutMs)}, maxIdlePerHost ${count(maxIdlePerHost)}, maxConnsPerHost ${count(maxConnsPerHost)}`
  },
}

/** A run that began in an earlier version and goes on in this one lacks what is decided by now. */
function isOfEarlierVersion({ surroundings, trials }: Partial<SimulateArtifact>): boolean {
  return surroundings === undefined || trials === undefined
}

import { EventEmitter } from 'node:events'
import type { CreateTrap } from './trap.ts'

interface Feature {
  readonly name: string
  readonly isOn: boolean
  readonly sharePercent: number
  readonly audiences: readonly string[]
}

interface Settings {
  readonly version: number
  features: readonly Feature[]
}

const TYPICAL_FEATURES = 20

/** Tells that the file of the settings has changed. */
const settingsWatcher = new EventEmitter()
// Its warning about many listeners was in the way.
settingsWatcher.setMaxListeners(0)

async function watchSettings(text: Promise<string>): Promise<Settings> {
  const settings = JSON.parse(await text) as Settings
  const reload = (changed: string) => {
    settings.features = (JSON.parse(changed) as Settings).features
  }
  settingsWatcher.on('change', reload) // leaks: each call's listener, and the settings with it, stay
  return settings
}

function settingsText(featureCount: number): string {
  const features = Array.from({ length: featureCount }, (_, i) => ({
    name: `feature-${i}`,
    isOn: i % 3 !== 0,
    sharePercent: (i * 7) % 100,
    audiences: [`market-${i % 11}`, `plan-${i % 5}`],
  }))
  return JSON.stringify({ version: 1, features })
}

/** The settings are read and watched on every call; nobody ends the watches of before. */
export const createConfigReload: CreateTrap = ({ fixed, readSize }) => {
  const text = readSize(TYPICAL_FEATURES).then(settingsText)
  const kept = fixed ? watchSettings(text) : null
  return async ({ params }) => {
    const { version, features } = await (kept ?? watchSettings(text))
    return { id: params.id, version, isNew: features[0]?.isOn === true }
  }
}

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PoolSettings } from '../pool/settings.ts'
import type { Client } from './client.ts'
import { poolSettingsArbitrary } from './dialect/pool-settings.arbitrary.ts'
import { reusesConnections } from './dialect/reuses-connections.ts'

/** How to read values back from a client's patch: the first group is the number, the second, if any, its unit. */
interface PatchReaders {
  readonly idleTimeoutMs?: RegExp
  readonly maxIdlePerHost?: RegExp
  readonly maxConnsPerHost?: RegExp
  readonly maxLifetimeMs?: RegExp
  readonly maxRequestsPerConn?: RegExp
  readonly waitTimeoutMs?: RegExp
  readonly maxWaiting?: RegExp
  /** Units of the second group, in ms; a number without one counts `bareMs`. */
  readonly unitsMs?: Readonly<Record<string, number>>
  readonly bareMs?: number
  /** A number in the patch stands for no limit from here on, e.g. a year. */
  readonly unlimitedFrom?: Partial<PoolSettings>
  /** The dialect writes `Infinity` itself. */
  readonly hasInfinity?: boolean
  /** A setting that the patch always rounds up instead of down, with the reason. */
  readonly roundsUp?: Partial<Record<keyof PoolSettings, string>>
}

/** What holds for every client, whatever the settings. Call it at the top level of the client's test file. */
export function clientLaws(client: Client, readers: PatchReaders): void {
  describe(`${client.name}: laws of every client`, () => {
    test('reads back what it can set, and nothing else', () => {
      const names = Object.keys(client.defaults) as Array<keyof PoolSettings>
      expect(names.filter((name) => readers[name] !== undefined)).toEqual(
        names.filter((name) => client.native[name] !== undefined),
      )
    })

    const settable = Object.keys(client.native) as Array<keyof PoolSettings>
    test.each(settable)('%s: the patch never allows more than was asked for', (name) => {
      const reader = readers[name]!
      let written = 0
      fc.assert(
        fc.property(poolSettingsArbitrary, (settings) => {
          const match = reader.exec(client.patch(settings).text)
          if (match === null) return
          const value = readValue(match, name, readers) + (client.native[name]?.offset ?? 0)
          if (value >= (readers.unlimitedFrom?.[name] ?? Infinity)) return
          written++
          if (readers.roundsUp?.[name] !== undefined) expect(value).toBeGreaterThan(0)
          else expect(value).toBeLessThanOrEqual(settings[name])
        }),
      )
      expect(written).toBeGreaterThan(0)
    })

    test.each(settable)('%s: the patch leaves it out only where nothing was asked for', (name) => {
      const reader = readers[name]!
      fc.assert(
        fc.property(poolSettingsArbitrary, (settings) => {
          if (!takesEffect(name, settings, smallestMs(readers)) || settings[name] === Infinity) return
          expect(client.patch(settings).text).toMatch(reader)
        }),
      )
    })

    const idleSettings = settable.filter((name) => name === 'idleTimeoutMs' || name === 'maxLifetimeMs')
    test.each(idleSettings)('%s: the patch never writes 0, nor one for connections not kept', (name) => {
      fc.assert(
        fc.property(poolSettingsArbitrary, (settings) => {
          const match = readers[name]!.exec(client.patch(settings).text)
          if (match === null) return
          expect(reusesConnections(settings)).toBe(true)
          expect(readValue(match, name, readers)).toBeGreaterThan(0)
        }),
      )
    })

    test('writes nothing that its dialect does not have, and whole sentences', () => {
      const illegal =
        readers.hasInfinity === true ? /NaN|null|undefined|e\+/ : /Infinity|NaN|null|undefined|e\+/
      fc.assert(
        fc.property(poolSettingsArbitrary, (settings) => {
          const { text, notes } = client.patch(settings)
          expect(text).not.toMatch(illegal)
          expect(text).toMatch(/[^\n]\n$/)
          for (const note of notes) {
            expect(note).toMatch(/\.$/)
            expect(note).not.toMatch(/Infinity|NaN|undefined/)
          }
        }),
      )
    })

    const lacked = (Object.keys(client.defaults) as Array<keyof PoolSettings>).filter(
      (name) => client.native[name] === undefined,
    )
    test.each(lacked)('%s: says that it lacks it', (name) => {
      fc.assert(
        fc.property(poolSettingsArbitrary, (settings) => {
          if (!takesEffect(name, settings, 1) || settings[name] === client.defaults[name]) return
          const asked = new RegExp(`has no setting for (an unlimited )?${name.replace(/Ms$/, '')}\\b`)
          expect(client.patch(settings).notes.join('\n')).toMatch(asked)
        }),
      )
    })

    test('has traps in whole sentences and names the versions it describes', () => {
      expect(client.traps.length).toBeGreaterThan(0)
      for (const trap of client.traps) expect(trap).toMatch(/\.$/)
      expect(client.versions).not.toBe('')
    })
  })
}

function readValue(match: RegExpExecArray, name: keyof PoolSettings, readers: PatchReaders): number {
  const number = Number((match[1] ?? '').replaceAll('_', ''))
  if (!name.endsWith('Ms')) return number
  const unit = match[2]
  return number * (unit === undefined ? (readers.bareMs ?? 1) : (readers.unitsMs?.[unit] ?? NaN))
}

/** The shortest time but 0 that the dialect can write, in ms. */
function smallestMs({ bareMs, unitsMs }: PatchReaders): number {
  return Math.min(bareMs ?? Infinity, ...Object.values(unitsMs ?? { ms: bareMs ?? 1 }))
}

/** Whether a setting changes anything beside the others, in a dialect that writes times from `grainMs` on. */
function takesEffect(name: keyof PoolSettings, settings: PoolSettings, grainMs: number): boolean {
  const { maxIdlePerHost, maxConnsPerHost, idleTimeoutMs, maxLifetimeMs, waitTimeoutMs } = settings
  const reuses = reusesConnections(settings) && idleTimeoutMs >= grainMs && maxLifetimeMs >= grainMs
  const limited = maxConnsPerHost !== Infinity
  const waits = limited && waitTimeoutMs >= grainMs
  const effective: Record<keyof PoolSettings, boolean> = {
    idleTimeoutMs: reuses,
    maxIdlePerHost: reuses && maxIdlePerHost < maxConnsPerHost,
    maxConnsPerHost: limited,
    maxLifetimeMs: reuses,
    maxRequestsPerConn: reuses,
    waitTimeoutMs: waits,
    maxWaiting: waits,
  }
  return effective[name]
}

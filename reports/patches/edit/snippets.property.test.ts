import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clients } from '../../../models/clients/catalogue.ts'
import type { Client } from '../../../models/clients/client.ts'
import { reusesConnections } from '../../../models/clients/dialect/reuses-connections.ts'
import { sampleSettings } from '../../../models/clients/dialect/sample-settings.fixture.ts'
import type { PoolSettings } from '../../../models/pool/settings.ts'
import type { ConfigFile, WantedSettings } from './config-dialect.ts'
import { configDialects } from './dialects.ts'
import { type ConfigEdit, editConfig } from './edit-config.ts'
import { snippetFile } from './snippet-file.fixture.ts'
import { wantedArbitrary } from './syntax/lezer-tree-edit.fixture.ts'

/** Clients whose snippet is no file that can be changed, and why. */
const notEditable: Readonly<Record<string, string>> = {
  'bun-fetch': 'its snippet is a line of a shell',
  'java-net-http': 'its snippet is a command of a shell',
}

/** Values of snippets that follow from the settings, and that an edit leaves to the user. */
const derived: Readonly<Record<string, readonly string[]>> = {
  agentkeepalive: ['timeout'],
  'reactor-netty': ['evictInBackground'],
}

const editable = clients.filter(({ name }) => !Object.hasOwn(notEditable, name))

function edit(file: ConfigFile, client: Client, wanted: WantedSettings): ConfigEdit {
  return editConfig({ file, client, wanted, dialects: configDialects, line: null })
}

/** The file after the edit; fails where there is none. */
function edited(file: ConfigFile, client: Client, wanted: WantedSettings): ConfigFile {
  const done = edit(file, client, wanted)
  if (done.kind === 'refused') expect.fail(done.message)
  return done.kind === 'edited' ? { ...file, text: done.text } : file
}

/** What the one pool of a file says, by names, whatever the spaces. */
function valuesIn(file: ConfigFile, client: Client): ReadonlyMap<string, string> {
  const dialect = configDialects.find((each) => each.clients.includes(client.name) && each.reads(file.name))
  const [place] = dialect?.findPlaces(file, client) ?? []
  return new Map(place?.values.map(({ name, text }) => [name, text.replaceAll(/[\s_]/g, '')]))
}

const settingsArbitrary: fc.Arbitrary<PoolSettings> = wantedArbitrary.map((wanted) => ({
  ...sampleSettings,
  ...wanted,
}))

/** Settings that every client can say, in one way only: whole seconds, and limits below Envoy's `max_requests`. */
const plainArbitrary: fc.Arbitrary<PoolSettings> = fc
  .record({
    idleTimeoutMs: fc.integer({ min: 1, max: 59 }).map((seconds) => seconds * 1000),
    maxIdlePerHost: fc.integer({ min: 3, max: 500 }),
    maxConnsPerHost: fc.integer({ min: 501, max: 1000 }),
  })
  .map((wanted) => ({ ...sampleSettings, ...wanted }))

describe.each(editable.map((client) => ({ name: client.name, client })))(
  'the snippet of $name',
  ({ client }) => {
    test('is left alone where it says what is wanted', () => {
      fc.assert(
        fc.property(settingsArbitrary, (settings) => {
          // nginx says in the location, not in the upstream, that connections are not kept.
          fc.pre(client.name !== 'nginx-upstream' || reusesConnections(settings))
          expect(edit(snippetFile(client, settings), client, settings).kind).toBe('unchanged')
        }),
        { numRuns: 25 },
      )
    })

    test('is changed from any settings to any others, once', () => {
      fc.assert(
        fc.property(settingsArbitrary, settingsArbitrary, (before, wanted) => {
          const file = edited(snippetFile(client, before), client, wanted)
          expect(edit(file, client, wanted).kind).toBe('unchanged')
        }),
        { numRuns: 25 },
      )
    })

    test('says after the change what that of the wanted settings says', () => {
      fc.assert(
        fc.property(plainArbitrary, plainArbitrary, (before, wanted) => {
          const said = valuesIn(edited(snippetFile(client, before), client, wanted), client)
          const due = new Map(valuesIn(snippetFile(client, wanted), client))
          for (const name of derived[client.name] ?? []) due.delete(name)
          expect(due.size).toBeGreaterThan(0)
          for (const [name, text] of due) expect(said.get(name), name).toBe(text)
        }),
        { numRuns: 15 },
      )
    })
  },
)

test.each(Object.entries(notEditable))('%s is not edited: %s', (name) => {
  const client = clients.find((each) => each.name === name) ?? expect.fail(`there is no ${name}`)
  const file = snippetFile(client, sampleSettings)
  expect(file.name).toMatch(/\.sh$/)
  expect(edit(file, client, sampleSettings)).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('this is none by its name') as string,
  })
})

test('every client can be configured in some kind of file', () => {
  const known = new Set(configDialects.flatMap((dialect) => dialect.clients))
  expect(clients.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([])
})

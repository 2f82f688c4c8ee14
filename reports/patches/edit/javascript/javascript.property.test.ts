import { transformSync } from 'esbuild'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { WantedSettings } from '../config-dialect.ts'
import {
  edit,
  expectCareful,
  type SourceFile,
  spoil,
  spoilingArbitrary,
  wantedArbitrary,
} from '../syntax/lezer-tree-edit.fixture.ts'
import { javascriptDialect } from './javascript.ts'
import {
  agentSource,
  denoSource,
  jsxSource,
  keepAliveSource,
  sharedSource,
  undiciSource,
} from './js-source.fixture.ts'

type Options = Readonly<Record<string, unknown>>

interface Sample extends SourceFile {
  /** Which of the calls that make a pool are changed. */
  readonly made: readonly number[]
  readonly expected: (wanted: WantedSettings) => Options
}

const LONGEST_MS = 2_147_483_647
const reuses = ({ maxIdlePerHost, idleTimeoutMs }: WantedSettings) => maxIdlePerHost > 0 && idleTimeoutMs >= 1

function wholeMs({ idleTimeoutMs }: WantedSettings, ifUnlimited: unknown): unknown {
  return idleTimeoutMs === Infinity ? ifUnlimited : Math.floor(idleTimeoutMs)
}

/** An option that is not there says what the client does without it. */
const expectations: Readonly<Record<string, (wanted: WantedSettings) => Options>> = {
  'node-http-agent': (wanted) => ({
    keepAlive: reuses(wanted),
    maxSockets: wanted.maxConnsPerHost,
    ...(reuses(wanted) ? { timeout: wholeMs(wanted, 0), maxFreeSockets: wanted.maxIdlePerHost } : {}),
  }),
  undici: (wanted) => ({
    connections: wanted.maxConnsPerHost === Infinity ? null : wanted.maxConnsPerHost,
    pipelining: reuses(wanted) ? 1 : 0,
    ...(reuses(wanted)
      ? { keepAliveTimeout: wholeMs(wanted, LONGEST_MS), keepAliveMaxTimeout: wholeMs(wanted, LONGEST_MS) }
      : {}),
  }),
  agentkeepalive: (wanted) => ({
    keepAlive: reuses(wanted),
    maxSockets: wanted.maxConnsPerHost,
    ...(reuses(wanted)
      ? { freeSocketTimeout: wholeMs(wanted, LONGEST_MS), maxFreeSockets: wanted.maxIdlePerHost }
      : {}),
  }),
  'deno-fetch': (wanted) =>
    reuses(wanted)
      ? {
          poolIdleTimeout: wholeMs(wanted, false),
          poolMaxIdlePerHost: wanted.maxIdlePerHost === Infinity ? undefined : wanted.maxIdlePerHost,
        }
      : { poolMaxIdlePerHost: 0 },
}

/** What the clients do where an option is not given. */
const ifAbsent: Readonly<Record<string, Options>> = {
  'node-http-agent': { keepAlive: false, timeout: 0, maxFreeSockets: 256, maxSockets: Infinity },
  undici: { connections: null, pipelining: 1, keepAliveTimeout: 4000, keepAliveMaxTimeout: 600_000 },
  agentkeepalive: { keepAlive: true, freeSocketTimeout: 4000, maxFreeSockets: 256, maxSockets: Infinity },
  'deno-fetch': { poolIdleTimeout: 90_000, poolMaxIdlePerHost: undefined },
}

function sample(
  client: string,
  text: string,
  made: readonly number[],
  more: { line?: number; name?: string } = {},
) {
  const expected = expectations[client] as Sample['expected']
  return { dialect: javascriptDialect, client, text, made, expected, name: 'a.ts', ...more }
}

const samples: readonly Sample[] = [
  sample('node-http-agent', agentSource, [0], { line: 14 }),
  sample('node-http-agent', agentSource.replaceAll('\n', '\r\n'), [1], { line: 20 }),
  sample('undici', agentSource, [2]),
  sample('node-http-agent', sharedSource, [0, 1], { name: 'a.cjs' }),
  sample('undici', undiciSource, [0], { line: 6 }),
  sample('undici', undiciSource, [1], { line: 13 }),
  sample('agentkeepalive', keepAliveSource.replace('ttl()', '0'), [0]),
  sample('deno-fetch', denoSource, [0]),
  sample('undici', jsxSource, [0], { name: 'a.tsx' }),
]

/** The options that a file gives to what makes pools, call by call, with the rest of the modules left out. */
function optionsGiven(text: string): Options[] {
  const given: Options[] = []
  class Recorder {
    static HttpsAgent = Recorder
    constructor(...values: readonly unknown[]) {
      given.push((values.find((value) => typeof value === 'object') ?? {}) as Options)
    }
    compose(): this {
      return this
    }
  }
  const modules: Readonly<Record<string, unknown>> = {
    undici: {
      Agent: Recorder,
      Pool: Recorder,
      setGlobalDispatcher: () => {},
      interceptors: { retry: () => {} },
    },
    agentkeepalive: Recorder,
  }
  const load = (name: string): unknown => modules[name] ?? { Agent: Recorder }
  const deno = { createHttpClient: (options: Options) => given.push(options) }
  const { code } = transformSync(text, { format: 'cjs', loader: 'tsx' })
  // oxlint-disable-next-line typescript/no-implied-eval -- the file is what is tested
  new Function('module', 'exports', 'require', 'Deno', code.replace(/^#!.*/, ''))(
    { exports: {} },
    {},
    load,
    deno,
  )
  return given
}

/** A time as text, which only agentkeepalive takes, in ms. */
function plain(value: unknown): unknown {
  const [, digits, unit] = typeof value === 'string' ? (/^(\d+)(ms|s)$/.exec(value) ?? []) : []
  return digits === undefined ? value : Number(digits) * (unit === 's' ? 1000 : 1)
}

const sampleArbitrary = fc.constantFrom(...samples)

test('a program gives its pools what is wanted after an edit, and nothing else changes', () => {
  fc.assert(
    fc.property(sampleArbitrary, wantedArbitrary, (file, wanted) => {
      const done = edit(file, wanted)
      if (done.kind === 'refused') expect.fail(done.message)
      const before = optionsGiven(file.text)
      const after = optionsGiven(done.kind === 'edited' ? done.text : file.text)
      const expected = file.expected(wanted)
      expect(after).toHaveLength(before.length)
      after.forEach((options, i) => {
        const names = new Set([...Object.keys(options), ...Object.keys(before[i] ?? {})])
        if (!file.made.includes(i)) expect(options).toEqual(before[i])
        else
          for (const [name, value] of Object.entries(expected)) {
            expect(plain(options[name] ?? ifAbsent[file.client]?.[name]), name).toBe(value)
            names.delete(name)
          }
        for (const name of names) if (!(name in expected)) expect(options[name]).toEqual(before[i]?.[name])
      })
      expectCareful(file, wanted)
    }),
    { numRuns: 100 },
  )
})

test('a spoiled file is refused, or changed as carefully as a whole one', () => {
  fc.assert(
    fc.property(sampleArbitrary, wantedArbitrary, spoilingArbitrary, (file, wanted, spoiling) => {
      expectCareful({ ...file, text: spoil(file.text, spoiling) }, wanted)
    }),
    { numRuns: 200 },
  )
})

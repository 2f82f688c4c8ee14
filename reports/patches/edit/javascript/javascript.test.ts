import { describe, expect, test } from 'vitest'
import { findClient } from '../../../../models/clients/catalogue.ts'
import { sampleSettings } from '../../../../models/clients/dialect/sample-settings.fixture.ts'
import {
  edit,
  editedLines,
  editedText,
  noReuse,
  placesIn,
  refusal,
  type SourceFile,
  unlimited,
  wantedSample,
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

function js(client: string, text: string, line?: number, name = 'client.ts'): SourceFile {
  const file = { dialect: javascriptDialect, client, name, text }
  return line === undefined ? file : { ...file, line }
}

/** Lines behind imports of all packages; the first is line 5. */
function code(client: string, text: string): SourceFile {
  const imports = [
    "import http, { Agent as NodeAgent } from 'http'",
    "import { Agent, Client, Pool } from 'undici'",
    "import KeepAlive, { HttpAgent } from 'agentkeepalive'",
    '',
  ]
  return js(client, [...imports, text].join('\n'))
}

/** The last line after the edit. */
function lastLine(client: string, text: string, wanted = wantedSample): string {
  return editedText(code(client, text), wanted).split('\n').at(-1) ?? ''
}

const nodeOptions = 'keepAlive: true, timeout: 55_000, maxFreeSockets: 64, maxSockets: 128'
const undiciOptions = 'connections: 128, keepAliveTimeout: 55_000, keepAliveMaxTimeout: 55_000'

describe('which calls are meant', () => {
  test('is told by imports, not by names', () => {
    const titles = (client: string) => placesIn(js(client, agentSource)).map(({ title }) => title)
    expect(titles('node-http-agent')).toEqual(['new http.Agent', 'new https.Agent'])
    expect(titles('undici')).toEqual(['new UndiciAgent'])
    expect(titles('agentkeepalive')).toEqual([])
    expect(refusal(js('node-http-agent', agentSource))).toBe(
      'client.ts: there are 2 places that could be meant: client.ts:14 new http.Agent; client.ts:20 new https.Agent. Name one by its line (--line)',
    )
  })

  test.each([
    "import { Agent } from 'https'\nnew Agent",
    "import { Agent as A } from 'node:http'\nnew A",
    "import * as h from 'http'\nnew h.Agent",
    "import h, { request } from 'http'\nnew h.Agent",
    "import { default as h } from 'http'\nnew h.default.Agent",
    "const h = require('node:http')\nnew h.Agent",
    "const { Agent: A } = require('http')\nnew A",
    "const A = require('http').Agent\nnew A",
    "new (require('http')).Agent",
    "const { Agent } = await import('http')\nnew Agent",
    "import { createRequire } from 'module'\nconst require = createRequire(import.meta.url)\nconst h = require('http')\nnew h.Agent",
  ])('%s', (text) => {
    expect(editedText(js('node-http-agent', `${text}\n`))).toBe(`${text}({ ${nodeOptions} })\n`)
  })

  test.each([
    "import { Agent } from './http'\nnew Agent({})",
    "import http from 'http'\nfunction f(http) { return new http.Agent({}) }",
    "import http from 'http'\n{ const http = { Agent: class {} }; new http.Agent() }",
    "const require = (name) => ({ Agent: class {} })\nconst http = require('http')\nnew http.Agent()",
    "import { Agent } from 'undici'\nnew Agent({})",
    "import http from 'http'\nhttp.Agent({})",
  ])('not %s', (text) => {
    expect(refusal(js('node-http-agent', text))).toContain('there is no Node http.Agent pool in this')
  })

  test('is told in JSX, TSX and JavaScript files alike', () => {
    const added = `+const agent = new Agent({ ${undiciOptions} })`
    for (const name of ['a.jsx', 'a.tsx', 'a.js', 'a.mjs']) {
      expect(editedLines(js('undici', jsxSource, undefined, name))).toEqual([
        '-const agent = new Agent',
        added,
      ])
    }
    expect(refusal(js('undici', 'declare class Agent {}', undefined, 'a.d.ts'))).toContain(
      'this is none by its name',
    )
  })
})

describe('an object of options', () => {
  test('keeps comments, order and its way with commas', () => {
    expect(editedLines(js('node-http-agent', agentSource, 14))).toEqual([
      '-  keepAlive: false, // for now',
      '-  timeout: 60 * 1000,',
      '-  maxSockets: 50',
      '+  keepAlive: true, // for now',
      '+  timeout: 55_000,',
      '+  maxSockets: 128,',
      '+  maxFreeSockets: 64',
    ])
    expect(editedLines(js('undici', agentSource))[1]).toBe(
      `+export const dispatcher = new UndiciAgent({ ${undiciOptions} } satisfies UndiciAgent.Options)`,
    )
  })

  test('is made where there is none', () => {
    expect(lastLine('node-http-agent', 'new http.Agent')).toBe(`new http.Agent({ ${nodeOptions} })`)
    expect(lastLine('node-http-agent', 'new NodeAgent( )')).toBe(`new NodeAgent({ ${nodeOptions} } )`)
    expect(lastLine('node-http-agent', 'new http.Agent({})')).toBe(`new http.Agent({ ${nodeOptions} })`)
    expect(lastLine('undici', 'new Pool(url)')).toBe(`new Pool(url, { ${undiciOptions} })`)
    expect(lastLine('undici', 'new Pool(url,)')).toBe(`new Pool(url, { ${undiciOptions} })`)
    expect(editedText(code('node-http-agent', 'new http.Agent({\n\t// none\n})'))).toContain(
      '({\n\tkeepAlive: true,\n\ttimeout: 55_000,\n\tmaxFreeSockets: 64,\n\tmaxSockets: 128,\n\t// none\n})',
    )
  })

  test('with CRLF gets CRLF', () => {
    const crlf = agentSource.replaceAll('\n', '\r\n')
    const edited = editedText(js('node-http-agent', agentSource, 14))
    expect(editedText(js('node-http-agent', crlf, 14))).toBe(edited.replaceAll('\n', '\r\n'))
  })

  test('is left alone where it says the same in other words', () => {
    const same =
      'new http.Agent(({ keepAlive: !0, timeout: 55e3, maxFreeSockets: 2 ** 6, maxSockets: 0x80 }) as const)'
    expect(edit(code('node-http-agent', same)).kind).toBe('unchanged')
    const none =
      'new http.Agent({ keepAlive: true, timeout: undefined, maxFreeSockets: Infinity, maxSockets: 0 })'
    expect(edit(code('node-http-agent', none), unlimited).kind).toBe('unchanged')
  })

  test('behind a variable is changed for all calls that it is used in', () => {
    const file = js('node-http-agent', sharedSource, undefined, 'agents.cjs')
    expect(placesIn(file).map(({ title }) => title)).toEqual([
      'options of new http.Agent and new SecureAgent',
    ])
    expect(editedLines(file)).toEqual([
      '-const MAX_SOCKETS = 50',
      '+const MAX_SOCKETS = 128',
      '-\t"maxFreeSockets": 10,',
      '+\t"maxFreeSockets": 64,',
      '+\t"timeout": 55_000,',
    ])
  })

  test('behind a variable is not changed where something else sees it', () => {
    expect(refusal(code('node-http-agent', 'const o = {}\no.maxSockets = 5\nnew http.Agent(o)'))).toBe(
      'client.ts:5:7: o of new http.Agent cannot be changed alone: o is used on line 6 as well',
    )
    const elsewhere = refusal(code('node-http-agent', 'let o = {}; new http.Agent(o)'))
    expect(elsewhere).toContain('new http.Agent takes its options from o: change them where they are made')
    expect(refusal(code('node-http-agent', 'new http.Agent(...list)'))).toContain('write them out')
  })

  test('with a spread gets what is needed behind it', () => {
    expect(editedLines(js('undici', undiciSource, 6))).toEqual([
      '-    connections: 10, // per origin',
      '+    connections: 128, // per origin',
      '+    keepAliveTimeout: 55_000,',
      '+    keepAliveMaxTimeout: 55_000,',
    ])
    expect(lastLine('node-http-agent', 'new http.Agent({ [key]: 5 })')).toBe(
      `new http.Agent({ [key]: 5, ${nodeOptions} })`,
    )
    expect(
      refusal(code('node-http-agent', 'new http.Agent({ keepAlive: true, maxSockets: 5, ...base })')),
    ).toBe('client.ts:5:29: keepAlive may be overridden by ...base behind it: move it to the end')
  })
})

describe('a value that is not plain', () => {
  const node = (options: string, before = '') =>
    code('node-http-agent', `${before}new http.Agent({ ${options} })`)

  test('is refused where it comes from elsewhere', () => {
    expect(refusal(node('maxSockets: env.N'))).toBe(
      'client.ts:5:30: maxSockets is set from env.N: change it where that comes from',
    )
    expect(refusal(node('maxSockets', 'let maxSockets = 5; '))).toContain('maxSockets is set from maxSockets')
    expect(refusal(node('get maxSockets() { return 5 }'))).toContain(
      'maxSockets is a method: change it by hand',
    )
    expect(refusal(node('maxSockets: `5`'))).toContain('is set from `5`')
  })

  test('is changed in the constant behind it that nothing else uses', () => {
    expect(editedText(node('maxSockets', 'const maxSockets = 5; '))).toContain(
      'const maxSockets = 128; new http.Agent({ maxSockets, keepAlive',
    )
    expect(refusal(node('maxSockets: N', 'export const N = 5; '))).toContain('is set from N')
    expect(refusal(node('maxSockets: N, timeout: N', 'const N = 5; '))).toContain('is set from N')
    expect(refusal(node('maxSockets: N', 'const M = 5; const N = M; '))).toContain('is set from N')
  })
})

describe('Node', () => {
  test('has words for no limit, and keepAlive for no reuse', () => {
    expect(lastLine('node-http-agent', 'new http.Agent({ maxSockets: 5, timeout: 1 })', unlimited)).toBe(
      'new http.Agent({ maxSockets: Infinity, timeout: 0, keepAlive: true, maxFreeSockets: Infinity })',
    )
    expect(lastLine('node-http-agent', 'new http.Agent({ keepAlive: true })', noReuse)).toBe(
      'new http.Agent({ keepAlive: false, maxSockets: 128 })',
    )
  })

  test('is told to hand out the socket used last', () => {
    expect(lastLine('node-http-agent', `new http.Agent({ scheduling: "fifo", ${nodeOptions} })`)).toBe(
      `new http.Agent({ scheduling: "lifo", ${nodeOptions} })`,
    )
  })
})

describe('agentkeepalive', () => {
  test('keeps times as text where they are', () => {
    expect(editedLines(js('agentkeepalive', keepAliveSource)).at(-1)).toBe(
      "+const agent = new Agent.HttpsAgent({ freeSocketTimeout: '55s', maxFreeSockets: 64, socketActiveTTL: ttl(), maxSockets: 128 });",
    )
    const same = 'new HttpAgent({ freeSocketTimeout: "55s", maxSockets: 128, maxFreeSockets: 64 })'
    expect(edit(code('agentkeepalive', same)).kind).toBe('unchanged')
    expect(lastLine('agentkeepalive', 'new KeepAlive({ freeSocketTimeout: "1 min" })')).toContain(
      'Timeout: "55s"',
    )
  })

  test('is refused under the old names of its options', () => {
    expect(refusal(code('agentkeepalive', 'new KeepAlive({ keepAliveTimeout: 5 })'))).toBe(
      'client.ts:5:35: keepAliveTimeout is an old name, and overrides freeSocketTimeout: call it freeSocketTimeout first',
    )
  })
})

describe('undici', () => {
  test('has null for no limit, the longest timer for no timeout, and pipelining 0 for no reuse', () => {
    expect(lastLine('undici', 'new Agent({ connections: 5 })', unlimited)).toBe(
      'new Agent({ connections: null, keepAliveTimeout: 2_147_483_647, keepAliveMaxTimeout: 2_147_483_647 })',
    )
    expect(lastLine('undici', 'new Agent()', noReuse)).toBe('new Agent({ connections: 128, pipelining: 0 })')
    expect(lastLine('undici', `new Agent({ pipelining: 0, ${undiciOptions} })`)).toContain('{ pipelining: 1,')
  })

  test('gives a Client no connections, and says so', () => {
    expect(lastLine('undici', 'new Client(url)')).toBe(
      'new Client(url, { keepAliveTimeout: 55_000, keepAliveMaxTimeout: 55_000 })',
    )
    const { notes } = edit(code('undici', 'new Client(url)')) as { notes: readonly string[] }
    expect(notes).toContain('A Client has one connection: make a Pool or an Agent for more.')
  })
})

test('Deno has false for no timeout', () => {
  expect(edit(js('deno-fetch', denoSource), unlimited).kind).toBe('unchanged')
  expect(editedLines(js('deno-fetch', denoSource))).toEqual([
    '-  poolIdleTimeout: false,',
    '+  poolIdleTimeout: 55_000,',
    '+  poolMaxIdlePerHost: 64,',
  ])
  expect(refusal(js('deno-fetch', 'const Deno = fake()\nDeno.createHttpClient({})'))).toContain('there is no')
})

test.each(['undici', 'node-http-agent', 'agentkeepalive', 'deno-fetch'])(
  'the patch of %s says what is wanted already',
  (name) => {
    const patch = findClient(name).patch(sampleSettings)
    expect(edit(js(name, patch.text, undefined, patch.fileName)).kind).toBe('unchanged')
  },
)

test('a syntax error is told with its place', () => {
  expect(refusal(js('undici', 'const a = {\n  b: ]\n'))).toMatch(
    /^client.ts:2:6: the syntax is wrong here: something is missing in the array/,
  )
  expect(refusal(js('undici', 'new Agent({'))).toMatch(
    /^client.ts:1:12: the syntax is wrong here: something is missing/,
  )
})

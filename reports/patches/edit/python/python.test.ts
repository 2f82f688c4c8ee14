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
import { pythonDialect } from './python.ts'
import { aiohttpSource, httpxSource, requestsSource } from './python-source.fixture.ts'

function python(client: string, text: string, line?: number): SourceFile {
  const file = { dialect: pythonDialect, client, name: 'client.py', text }
  return line === undefined ? file : { ...file, line }
}

/** The last line of a file of one pool after the edit. */
function lastLine(client: string, text: string, wanted = wantedSample): string {
  return editedText(python(client, text), wanted).split('\n').at(-1) ?? ''
}

const httpxArguments = 'max_connections=128, max_keepalive_connections=64, keepalive_expiry=55'

describe('which calls are meant', () => {
  test('is told by imports, not by names', () => {
    expect(placesIn(python('httpx', httpxSource)).map(({ title }) => title)).toEqual(['hx.Limits', 'Async'])
    expect(placesIn(python('urllib3', requestsSource)).map(({ title }) => title)).toEqual([
      'HTTPAdapter',
      'PoolManager',
      'urllib3.connectionpool.HTTPSConnectionPool',
      'PoolManager',
    ])
    expect(refusal(python('aiohttp', aiohttpSource))).toContain(
      'client.py:4 aiohttp.TCPConnector; client.py:6 aiohttp.ClientSession. Name one by its line',
    )
  })

  test.each([
    'from httpx import Limits\nLimits',
    'import httpx\nhttpx.Limits',
    'from httpx import (\n  Client,\n  Limits as L\n)\nL',
    'from httpx import *\nLimits',
    'try:\n    import httpx\nexcept ImportError:\n    httpx = None\nhttpx.Limits',
    'def f(httpx): pass\nimport httpx\nhttpx.Limits',
  ])('%j', (text) => {
    expect(editedText(python('httpx', `${text}()\n`))).toBe(`${text}(${httpxArguments})\n`)
  })

  test.each([
    'from .httpx import Limits\nLimits()',
    'import httpx\ndef f(httpx): httpx.Limits()',
    'import httpx\nhttpx = other()\nhttpx.Limits()',
    'import httpx\n(a, [httpx, b]) = other()\nhttpx.Limits()',
    'import httpx\nx = [httpx.Limits() for a, httpx in y]',
    'import httpx\nwith open("x") as httpx: httpx.Limits()',
    'import httpx\ndef f():\n    if (httpx := g()): httpx.Limits()',
    'from httpx import Limits\nclass Limits: pass\nLimits()',
    'from a import *\nfrom httpx import *\nLimits()',
    'import httpx\nhttpx.Client(transport=t)',
    'import httpx\nhttpx.get("https://a.example")',
  ])('not %j', (text) => {
    expect(refusal(python('httpx', text))).toContain('there is no httpx pool in this Python source file')
  })
})

describe('arguments', () => {
  test('keep their lines, comments and commas', () => {
    expect(editedLines(python('httpx', httpxSource, 23))).toEqual([
      '-        max_connections=100,  # all hosts',
      '-        keepalive_expiry = 30.0',
      '+        max_connections=128,  # all hosts',
      '+        keepalive_expiry = 55,',
      '+        max_keepalive_connections=64',
    ])
    const crlf = httpxSource.replaceAll('\n', '\r\n')
    const edited = editedText(python('httpx', httpxSource, 23))
    expect(editedText(python('httpx', crlf, 23))).toBe(edited.replaceAll('\n', '\r\n'))
  })

  test('are read by position too, and behind a variable', () => {
    expect(editedLines(python('urllib3', requestsSource, 9))).toEqual([
      '-\tSIZE = 20',
      '+\tSIZE = 64',
      "-\tadapter = HTTPAdapter(20, SIZE, max_retries=Retry(total=3, allowed_methods={'GET'}))",
      "+\tadapter = HTTPAdapter(20, SIZE, max_retries=Retry(total=3, allowed_methods={'GET'}), pool_block=True)",
    ])
    expect(editedLines(python('urllib3', requestsSource, 14))).toEqual([
      "-pool = urllib3.connectionpool.HTTPSConnectionPool('api.example', 443)",
      "+pool = urllib3.connectionpool.HTTPSConnectionPool('api.example', 443, maxsize=64, block=True)",
    ])
    const byPosition = 'import urllib3\nurllib3.HTTPConnectionPool("a.example", 80, 3, 10)'
    expect(refusal(python('urllib3', byPosition))).toContain('by position that differ between versions')
  })

  test('of a client without limits get some', () => {
    expect(editedLines(python('httpx', httpxSource, 34))).toEqual([
      '-        Async(http2=True) as session,  # pooled',
      `+        Async(http2=True, limits=hx.Limits(${httpxArguments})) as session,  # pooled`,
    ])
    expect(editedLines(python('aiohttp', aiohttpSource, 6))).toEqual([
      '-    second = aiohttp.ClientSession("https://api.example",)',
      '+    second = aiohttp.ClientSession("https://api.example", connector=aiohttp.TCPConnector(limit=0, limit_per_host=128, keepalive_timeout=55),)',
    ])
    expect(editedText(python('httpx', 'from httpx import Client as C, get\nC()'))).toBe(
      `from httpx import Client as C, Limits, get\nC(limits=Limits(${httpxArguments}))`,
    )
  })

  test('that may be in a dictionary are not added', () => {
    expect(refusal(python('urllib3', requestsSource, 16))).toBe(
      'client.py:16:24: PoolManager may take maxsize and block from **options: write the arguments out',
    )
    expect(lastLine('urllib3', 'import urllib3\nurllib3.PoolManager(**o, maxsize=1, block=False)')).toBe(
      'urllib3.PoolManager(**o, maxsize=64, block=True)',
    )
    expect(refusal(python('httpx', 'import httpx\nhttpx.Client(limits=limits())'))).toContain(
      'httpx.Client takes its limits from limits(): change it where that is made',
    )
  })
})

describe('values', () => {
  const limits = (text: string, before = '') =>
    python('httpx', `import httpx\n${before}httpx.Limits(${text})`)

  test('that say the same in other words are left alone', () => {
    const same = 'max_connections=0x80, max_keepalive_connections=(2 ** 6), keepalive_expiry=110 / 2'
    expect(edit(limits(same)).kind).toBe('unchanged')
    expect(edit(limits('keepalive_expiry=None'), unlimited).kind).toBe('unchanged')
  })

  test('that are computed are refused with their place', () => {
    expect(refusal(limits('max_connections=int(os.environ["N"])'))).toBe(
      'client.py:2:30: max_connections is set from int(os.environ["N"]): change it where that comes from',
    )
    expect(refusal(limits('max_connections=N', 'N = 5\nN = 6\n'))).toContain('is set from N')
    expect(refusal(limits('max_connections=N', 'N = 5\nprint(N)\n'))).toContain('is set from N')
    expect(refusal(limits('max_connections=S.N', 'class S:\n    N = 5\n'))).toContain('is set from S.N')
  })

  test('are changed in the variable behind them that nothing else uses', () => {
    const done = edit(limits('max_connections=N, max_keepalive_connections=N', 'N: int = 5\n'), {
      ...wantedSample,
      maxConnsPerHost: 64,
    })
    expect(done).toMatchObject({ notes: ['N was changed: look whether other files import it.'] })
    expect(done.kind === 'edited' && done.text).toContain('N: int = 64\nhttpx.Limits(max_connections=N,')
    const two = 'max_connections=_N, max_keepalive_connections=_N'
    expect(refusal(limits(two, '_N = 5\n'))).toContain(
      'two settings that are to differ come from this constant',
    )
  })
})

describe('each client', () => {
  test('has words for no limit', () => {
    const httpx = 'import httpx\nhttpx.Limits(max_connections=1, max_keepalive_connections=1)'
    expect(lastLine('httpx', httpx, unlimited)).toBe(
      'httpx.Limits(max_connections=None, max_keepalive_connections=None, keepalive_expiry=None)',
    )
    const urllib3 = 'import urllib3\nurllib3.PoolManager(maxsize=5, block=True)'
    expect(lastLine('urllib3', urllib3, unlimited)).toBe('urllib3.PoolManager(maxsize=0, block=False)')
    const aiohttp = 'import aiohttp\naiohttp.TCPConnector(limit_per_host=5, force_close=True)'
    expect(lastLine('aiohttp', aiohttp, unlimited)).toBe(
      'aiohttp.TCPConnector(limit_per_host=0, force_close=False, limit=0, keepalive_timeout=4294967)',
    )
  })

  test('has a way to keep nothing, or says so', () => {
    expect(lastLine('httpx', 'import httpx\nhttpx.Client()', noReuse)).toBe(
      'httpx.Client(limits=httpx.Limits(max_connections=128, max_keepalive_connections=0))',
    )
    expect(lastLine('aiohttp', 'import aiohttp\naiohttp.TCPConnector(limit=None)', noReuse)).toBe(
      'aiohttp.TCPConnector(limit=None, limit_per_host=128, force_close=True)',
    )
    const timed = 'import aiohttp\naiohttp.TCPConnector(limit=0, keepalive_timeout=5)'
    expect(lastLine('aiohttp', timed, noReuse)).toContain('keepalive_timeout=None,')
    const { notes } = edit(python('urllib3', 'import urllib3\nurllib3.PoolManager()'), noReuse) as {
      notes: readonly string[]
    }
    expect(notes[0]).toContain('Connection: close')
  })

  test('is told of a limit over all hosts', () => {
    const wide = 'import aiohttp\naiohttp.TCPConnector(limit=300)'
    expect(edit(python('aiohttp', wide))).toMatchObject({
      notes: [expect.stringContaining('limit 300 caps') as string, expect.anything() as string],
    })
    expect(editedLines(python('aiohttp', aiohttpSource, 4)).at(-1)).toBe(
      '+    connector = aiohttp.TCPConnector(limit=0, ttl_dns_cache=300, keepalive_timeout=55, limit_per_host=128)',
    )
  })
})

test.each(['httpx', 'urllib3', 'aiohttp'])('the patch of %s says what is wanted already', (name) => {
  const { text } = findClient(name).patch(sampleSettings)
  expect(edit(python(name, text)).kind).toBe('unchanged')
})

test('a syntax error is told with its place', () => {
  expect(refusal(python('httpx', 'import httpx\nhttpx.Limits(max_connections=)\n'))).toMatch(
    /^client.py:2:30: the syntax is wrong here/,
  )
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readAccessLog } from './read-access-log.ts'

let file = ''
beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'kneepoint-log-')), 'access.log')
})
afterAll(() => rm(join(file, '..'), { recursive: true }))

async function read(text: string, speed?: number) {
  await writeFile(file, text)
  return readAccessLog(file, { speed })
}

async function messageOf(text: string): Promise<string> {
  const error: unknown = await read(text).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'ScenarioError', exitCode: 104 })
  return (error as Error).message.replaceAll(file, 'access.log')
}

function lineAt(clock: string, request = 'GET / HTTP/1.1', host = '10.0.0.1'): string {
  return `${host} - frank [10/Oct/2000:${clock} -0700] "${request}" 200 2326`
}

describe('readAccessLog', () => {
  it.each([
    ['Common', lineAt('13:55:36')],
    [
      'Combined',
      `${lineAt('13:55:36')} "http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"`,
    ],
    ['CRLF', `${lineAt('13:55:36')}\r`],
    ['IPv6', lineAt('13:55:36', 'GET / HTTP/1.1', '2001:db8::1')],
    ['escaped quotes', lineAt('13:55:36', String.raw`GET /a\"b\\ HTTP/1.1`)],
    ['an empty request', lineAt('13:55:36', '-')],
    ['bytes of a TLS handshake', lineAt('13:55:36', String.raw`\x16\x03\x01`)],
    ['a user with spaces', lineAt('13:55:36').replace('frank', 'a user')],
    ['no bytes sent', lineAt('13:55:36').replace('2326', '-')],
    ['a byte order mark', `\ufeff${lineAt('13:55:36')}`],
    ['another time zone', lineAt('13:55:36').replace('13:55:36 -0700', '22:25:36 +0130')],
  ])('reads a line with %s', async (_what, line) => {
    const { dueMs } = await read(`${line}\n${lineAt('13:55:38')}\n\n`)
    expect(dueMs).toEqual(Float64Array.of(0, 2000))
  })

  it('spreads the arrivals of a second evenly over it', async () => {
    const clocks = ['13:55:36', '13:55:36', '13:55:37', '13:55:37', '13:55:37', '13:55:37', '13:55:40']
    const { dueMs, serviceMs, notes } = await read(clocks.map((clock) => lineAt(clock)).join('\n'))
    expect(dueMs).toEqual(Float64Array.of(0, 500, 1000, 1250, 1500, 1750, 4000))
    expect([serviceMs, notes]).toEqual([null, []])
  })

  it('plays at a speed', async () => {
    expect((await read(`${lineAt('13:55:36')}\n${lineAt('13:56:36')}\n`, 60)).dueMs).toEqual(
      Float64Array.of(0, 1000),
    )
  })

  it('counts the seconds across midnight and a change of month', async () => {
    const text = ['31/Dec/1999:23:59:59', '01/Jan/2000:00:00:01']
      .map((time) => `::1 - - [${time} +0000] "-" 400 0`)
      .join('\n')
    expect((await read(text)).dueMs).toEqual(Float64Array.of(0, 2000))
  })

  it('sorts lines that were written late, and says so', async () => {
    const { dueMs, notes } = await read(`${lineAt('13:55:38')}\n${lineAt('13:55:36')}\n`)
    expect(dueMs).toEqual(Float64Array.of(0, 2000))
    expect(notes).toEqual([
      `${file} is not in order of time (1 line was earlier than the line before): it was sorted.`,
    ])
  })

  it('reads the time of a line of two megabytes', async () => {
    const huge = lineAt('13:55:36', `GET /${'a'.repeat(2 << 20)} HTTP/1.1`)
    expect((await read(`${huge}\n${lineAt('13:55:37')}\n`)).dueMs).toEqual(Float64Array.of(0, 1000))
  })

  it('shows the first five broken lines and counts all of them', async () => {
    const good = lineAt('13:55:36')
    const bad = [
      'nonsense',
      good.replace('Oct', 'Okt'),
      good.replace('10/Oct', '31/Feb'),
      good.replace('13:55:36', '24:00:00'),
      good.replace(' 200 ', ' OK '),
      good.slice(0, -12),
      '   ',
    ]
    const message = await messageOf([good, ...bad, good].join('\n'))
    expect(message.split('\n')).toEqual([
      'access.log: 7 lines cannot be read; correct or remove them:',
      'access.log:2: not a line of an access log: "nonsense"',
      ...[3, 4, 5, 6].map(
        (line) =>
          `access.log:${line}: not a line of an access log: ${JSON.stringify(bad[line - 2]?.slice(0, 80))}`,
      ),
      '… and 2 more',
    ])
  })

  it('rejects a log without lines', async () => {
    expect(await messageOf('\n')).toBe('access.log: no arrivals in it')
  })
})

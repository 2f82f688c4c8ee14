import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { verifyBlock, verifyPair } from '../../models/report/verify-pairs.fixture.ts'
import { fullRun } from '../../reports/formats/full-run.fixture.ts'
import { hlogEntries, hlogText } from '../../reports/formats/hlog.ts'
import { hgrmAfterFormat } from '../../reports/formats/percentile-spectrum-format.ts'
import { encodeHlogHistogram } from '../report/encode-hlog-histogram.ts'
import { UsageError } from '../usage-error.ts'
import { type HlogInterval, parseHlog, readHlog } from './read-hlog.ts'

const run = {
  ...fullRun,
  pairs: [
    verifyPair(
      verifyBlock({ responseMs: 138.4, serviceMs: 20, poolWaitMs: 0.02, dialMs: 7, dialed: 40 }),
      verifyBlock({ responseMs: 20.1, serviceMs: 20 }),
      86_400_000,
    ),
    verifyPair(verifyBlock({ responseMs: 60 }), verifyBlock({ responseMs: 3_600_000 }), 302_400_000),
  ],
}
const log = hlogText(run, encodeHlogHistogram)

/** By Java: 42 once, 100031 seven times, 3600000000 twice, 0 three times. */
const PLAIN = 'HISTEwAAAAoAAAAAAAAAAwAAAAAAAAABAAAAANaTpAA/8AAAAAAAAAZRAt13DrHyAQQ='
const COMPRESSED = 'HISTFAAAACp42pNpmSzMwMDAxQABzFCaEURcm7yEwf4DRIAtkOluOd/GT4wsAJGuB/Q='

const textOf = (...lines: string[]) => lines.map((line) => `${line}\n`).join('')
const countsOf = ({ histogram }: HlogInterval) =>
  [...histogram.sparse().values].map((valueMs, i) => [valueMs, histogram.sparse().counts[i]])
const only = (text: string): HlogInterval => parseHlog(text, 'x.hlog')[0] as HlogInterval

describe('parseHlog', () => {
  it('reads back what was written', () => {
    const startedMs = Date.parse(fullRun.report.startedAt)
    const read = parseHlog(log, 'latency.hlog')
    const written = hlogEntries(run)
    expect(read).toHaveLength(written.length)
    for (const [i, interval] of read.entries()) {
      const { tag, startMs, lengthMs, histogram } = written[i] as (typeof written)[number]
      expect(interval).toMatchObject({ tag, lengthMs })
      expect(interval.startMs).toBeCloseTo(startedMs + startMs, 3)
      expect(interval.histogram.pack().buckets).toEqual(histogram.pack().buckets)
      expect(interval.histogram.pack().counts).toEqual(histogram.pack().counts)
      if (histogram.count > 0) expect(interval.histogram.maxMs).toBeCloseTo(histogram.maxMs, 3)
    }
  })

  it('was written so that hdr-histogram-js reads it', () => {
    for (const { histogram } of hlogEntries(run)) {
      const hdr = encodeHlogHistogram(histogram)
      expect(hdr.startsWith('HISTF')).toBe(true)
      expect(LatencyHistogram.fromStored({ ...histogram.store(), hdr }).pack()).toEqual(histogram.pack())
    }
  })

  it('reads what Java wrote, compressed or not', () => {
    for (const base64 of [PLAIN, COMPRESSED]) {
      const interval = only(textOf(`Tag=a,1.5,10,3600000.000,${base64}`))
      expect(interval).toMatchObject({ tag: 'a', startMs: 1500, lengthMs: 10_000 })
      expect(countsOf(interval)).toEqual([
        [0, 3],
        [0.042, 1],
        [100, 7],
        [3_599_761.408, 2],
      ])
    }
  })

  it('finds ns by Interval_Max, takes the unit that is told, and else says that it cannot tell', () => {
    expect(only(textOf(`0,10,3600.810,${PLAIN}`)).histogram.maxMs).toBeCloseTo(3600.81, 2)
    const unscaled = textOf(`0,10,3600809983.0,${PLAIN}`)
    expect(parseHlog(unscaled, 'x.hlog', { unit: 'us' })[0]?.histogram.maxMs).toBeCloseTo(3_600_000, -3)
    expect(() => only(unscaled)).toThrow(/x\.hlog: its unit cannot be told/)
  })

  it.each([
    ['StartTime', ['#[StartTime: 1441812279.474 (seconds since epoch), x]'], '0.126', 1_441_812_279_600],
    ['BaseTime', ['#[StartTime: 9 (x)]', '#[BaseTime: 1441812279.474 (x)]'], '0.126', 1_441_812_279_600],
    ['times since the epoch', ['#[StartTime: 1441812279.474 (x)]'], '1441812279.6', 1_441_812_279_600],
    ['no header', [], '0.126', 126],
  ])('places intervals by %s', (_, header, start, startMs) => {
    expect(only(textOf(...header, `${start},1,3600.81,${PLAIN}`)).startMs).toBeCloseTo(startMs, 2)
  })

  it('passes over comments, the legend, empty lines, and spaces around fields', () => {
    const text = textOf(
      '#[Logged by someone]',
      '#[Histogram log format version 1.2]',
      '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
      '',
      ` Tag=b, 1, 2, 3600.81, ${PLAIN} \r`,
    )
    expect(parseHlog(text, 'x.hlog').map(({ tag }) => tag)).toEqual(['b'])
  })

  const badLine = (base64: string) => `0,1,3600.81,${base64}`
  const cookie = (hex: string) => Buffer.from(`${hex}0000000000000000`, 'hex').toString('base64')
  it.each([
    ['what is no base64', badLine('HIST!'), 'the histogram is not base64'],
    ['base64 of something else', badLine('AAAAAAAAAAAA'), 'the text is base64, but of no HdrHistogram'],
    ['version 1', badLine(cookie('1c849311')), "the histogram is in version 1 of HdrHistogram's encoding"],
    ['version 0', badLine(cookie('1c849309')), "the histogram is in version 0 of HdrHistogram's encoding"],
    ['fractions', badLine(cookie('0c72124f')), 'the histogram is in a DoubleHistogram'],
    ['half a histogram', badLine(COMPRESSED.slice(0, 40)), 'the histogram is cut short'],
    [
      'a damaged one',
      badLine(`${COMPRESSED.slice(0, 24)}AAAA${COMPRESSED.slice(28)}`),
      'the histogram cannot be',
    ],
    ['a bomb', badLine(bomb()), 'the histogram cannot be decompressed'],
    ['too few fields', '0,1,2', 'no interval: expected'],
    ['a number that is none', `0,x,1,${PLAIN}`, "the length is no number of 0 or more: 'x'"],
    [
      'a start that no calendar has',
      `1e300,1,1,${PLAIN}`,
      "the start is too far away to be in seconds: '1e300'",
    ],
    ['a length that never ends', `0,1e15,1,${PLAIN}`, 'the length is too far away to be in seconds'],
    ['such a StartTime', '#[StartTime: 1e15 (s)]', 'StartTime is too far away to be in seconds'],
    ['a later version', '#[Histogram log format version 2.0]', 'it is a log of version 2.0'],
  ])('names file and line of %s', (_, line, message) => {
    const read = () => parseHlog(textOf(badLine(PLAIN), line), 'dir/x.hlog')
    expect(read).toThrow(UsageError)
    expect(read).toThrow(`dir/x.hlog:2: ${message}`)
  })

  it('takes what would steer a terminal out of tags and messages', () => {
    expect(only(`Tag=a\u001b[31m\u202eb,0,1,3600.81,${PLAIN}`).tag).toBe('a [31m b')
    expect(() => only(`\u001b[31m\u0007x,1,1,${PLAIN}`)).toThrow("of 0 or more: ' [31m x'")
  })

  it('says of a last line that is torn what to do', () => {
    const torn = log.slice(0, -10)
    expect(() => parseHlog(torn, 'x.hlog')).toThrow(/x\.hlog:29: .*; the last line has no end: without it/)
    expect(() => parseHlog('#[Histogram log format version 1.3]\n', 'x.hlog')).toThrow('there is no interval')
  })

  it('reads no file that is not there, and no folder', async () => {
    await expect(readHlog(join(tmpdir(), 'no-such.hlog'))).rejects.toThrow(/^cannot read .*no-such\.hlog/)
    await expect(readHlog(tmpdir())).rejects.toThrow('not a file')
  })
})

const jar = ['/usr/share/java/HdrHistogram.jar', '/usr/share/java/hdrhistogram.jar'].find((path) =>
  existsSync(path),
)
const java = existsSync('/usr/bin/java') && jar !== undefined ? '/usr/bin/java' : null

describe.runIf(java !== null)('HistogramLogProcessor for Java', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hlog-'))
    await writeFile(join(folder, 'latency.hlog'), log)
  })
  afterAll(() => rm(folder, { recursive: true }))

  async function processor(...flags: string[]): Promise<string> {
    const main = ['-XX:TieredStopAtLevel=1', '-cp', jar ?? '', 'org.HdrHistogram.HistogramLogProcessor']
    const { stdout } = await promisify(execFile)(java ?? '', [
      ...main,
      '-i',
      join(folder, 'latency.hlog'),
      '-outputValueUnitRatio',
      '1000',
      ...flags,
    ])
    return stdout
  }

  it('finds every tag', async () => {
    const tags = (await processor('-listtags')).split('\n').filter((line) => /^\S+\.\w+$/.test(line.trim()))
    expect(tags.sort()).toEqual([...new Set(hlogEntries(run).map(({ tag }) => tag))].sort())
  })

  it.each(['before.response', 'before.poolWait', 'step-200.response'])(
    'counts as many of %s',
    async (tag) => {
      const merged = LatencyHistogram.merge(
        hlogEntries(run)
          .filter((entry) => entry.tag === tag)
          .map(({ histogram }) => histogram),
      )
      const total = /Total count *= *(\d+)\]/.exec(await processor('-tag', tag))?.[1]
      expect(merged.count).toBeGreaterThan(0)
      expect(Number(total)).toBe(merged.count)
    },
  )

  it('prints the percentiles that hgrm has', async () => {
    const printed = (await processor('-tag', 'after.response')).replace(/^#\[StartTime.*\n/, '')
    const spectrum = hgrmAfterFormat.render(run).replace(/^#\[Response.*\n/, '')
    expect(spectrum).toBe(printed)
    expect(spectrum.split('\n').length).toBeGreaterThan(5)
  })
})

/** 17 MB of zeros. */
function bomb(): string {
  const compressed = deflateSync(Buffer.alloc(17 * 1024 * 1024))
  const header = Buffer.alloc(8)
  header.writeUInt32BE(0x1c849314, 0)
  header.writeUInt32BE(compressed.length, 4)
  return Buffer.concat([header, compressed]).toString('base64')
}

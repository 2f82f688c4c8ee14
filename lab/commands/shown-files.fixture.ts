import { findClient } from '../../models/clients/catalogue.ts'
import { UNLIMITED } from '../../models/pool/settings.ts'
import { benchJson } from '../compare/bench-json.fixture.ts'
import { histogramLogOf } from '../import/histogram-log.fixture.ts'
import { wrkOutput } from '../import/tool-outputs.fixture.ts'

const GO = `package shop

import (
	"net/http"
	"time"
)

var transport = &http.Transport{
	MaxIdleConnsPerHost: 2,
	IdleConnTimeout:     90 * time.Second,
}
`

/** What a file holds that a command of the documentation reads, by its name, where the command alone does not say it. */
const contents: ReadonlyArray<readonly [RegExp, (name: string) => string]> = [
  [/^wrk-(\d+)\.txt$/, wrkResult],
  [
    /measured.*\.csv$|points.*\.csv$/,
    () => 'rate,p99Ms\n100,10\n200,11\n400,12\n800,15\n1600,40\n3200,300\n',
  ],
  [/\.csv$/, () => arrivals()],
  [/\.log$/, () => accessLog()],
  [
    /\.hlog$/,
    () =>
      histogramLogOf(
        [
          { tag: 'before', meanMs: 12 },
          { tag: 'after', meanMs: 10 },
        ],
        16,
      ),
  ],
  [/\.json$/, (name) => JSON.stringify(benchJson({ meanMs: 10, purpose: name }))],
]

/** Files that a line of shell reads: names with an ending that something above knows, and what `--file` names. */
export function shownFiles(line: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  const words =
    line
      .replaceAll(/(?:>|--(?:output|junit|html)|\s-o)\s*\S+/g, '')
      .match(/[\w./-]+\.(?:txt|csv|log|hlog|json)\b/g) ?? []
  for (const word of words) {
    const name = word.split('/').at(-1) ?? word
    const content = contents.find(([pattern]) => pattern.test(name))
    if (content !== undefined) files.set(word, content[1](name))
  }
  for (const [, name = ''] of line.matchAll(/--file[ =](\S+)/g)) files.set(name, configuration(line))
  return files
}

/** The client's own snippet, with other settings than any run recommends; a Transport where no client is named. */
function configuration(line: string): string {
  const client = /--client[ =]([\w-]+)/.exec(line)?.[1]
  if (client === undefined || client === 'go-net-http') return GO
  return findClient(client).patch({
    ...UNLIMITED,
    idleTimeoutMs: 7000,
    maxIdlePerHost: 3,
    maxConnsPerHost: 5,
  }).text
}

function wrkResult(name: string): string {
  const connections = Number(/\d+/.exec(name)?.[0])
  const rate = (connections * 1000) / (1 + connections / 20)
  return wrkOutput
    .replace(/\d+ connections/, `${connections} connections`)
    .replace(/Requests\/sec:\s+[\d.]+/, `Requests/sec: ${rate.toFixed(2)}`)
    .replace(/\d+ requests in/, `${Math.round(rate * 2)} requests in`)
}

function arrivals(): string {
  const rows = Array.from({ length: 200 }, (_, i) => `${(i / 20).toFixed(3)},${5 + (i % 7)}`)
  return `t,serviceMs\n${rows.join('\n')}\n`
}

function accessLog(): string {
  const lines = Array.from({ length: 60 }, (_, second) => {
    const time = `22/Nov/2026:10:00:${String(second).padStart(2, '0')} +0000`
    return `192.0.2.1 - - [${time}] "GET /products/${second} HTTP/1.1" 200 512 "-" "-"`
  })
  return `${lines.join('\n')}\n`
}

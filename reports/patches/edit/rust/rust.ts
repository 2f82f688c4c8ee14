import type { Client } from '../../../../models/clients/client.ts'
import { A_YEAR_MS } from '../../../../models/clients/dialect/a-year.ts'
import { jsNumber } from '../../../../models/clients/dialect/js-number.ts'
import { roundDown } from '../../../../models/clients/dialect/round-down.ts'
import type { ConfigDialect, ConfigPlace, WantedSettings } from '../config-dialect.ts'
import { addCalls, chainEnd, isBuilt } from '../syntax/lezer-tree-chain.ts'
import { sourceFields, type SourceValue, type SourceWish } from '../syntax/lezer-tree-field.ts'
import { oneLine } from '../syntax/lezer-tree-plan.ts'
import { sourcePlace } from '../syntax/lezer-tree-place.ts'
import { countWish, msOf } from '../syntax/lezer-tree-wish.ts'
import { findBuilders, type RustBuilder } from './rust-builder.ts'
import { rustLanguage } from './rust-constant.ts'
import { readRustFile, type RustFile, usableName } from './rust-file.ts'
import { wantsReuse } from '../wants-reuse.ts'

const makers = [
  'reqwest::Client::builder',
  'reqwest::ClientBuilder::new',
  'reqwest::blocking::Client::builder',
  'reqwest::blocking::ClientBuilder::new',
  'hyper_util::client::legacy::Client::builder',
  'hyper_util::client::legacy::Builder::new',
]

const IDLE = 'pool_idle_timeout'
const MAX_IDLE = 'pool_max_idle_per_host'

/**
 * Builders of `reqwest` clients, blocking ones too, and of hyper-util's legacy client in Rust source: the calls chained
 * to them, and those on a variable that holds one. What macros are given is not looked at.
 */
export const rustDialect: ConfigDialect = {
  title: 'Rust source',
  clients: ['reqwest'],
  reads: (fileName) => /\.rs$/i.test(fileName),
  findPlaces: ({ text }, client) => {
    const file = readRustFile(text)
    return findBuilders(file, makers, [IDLE, MAX_IDLE]).map((builder) => place(file, client, builder))
  },
}

function place(file: RustFile, client: Client, builder: RustBuilder): ConfigPlace {
  const { chain, writes } = builder
  const { first } = chain
  return sourcePlace(client, {
    title: oneLine((first.children[0] ?? first).text),
    from: first.from,
    fields: sourceFields(rustLanguage(file), writes),
    mayHoldMore: false,
    unreadable: null,
    wishes: (wanted) => (wantsReuse(wanted) ? [idle(file, builder, wanted), maxIdle(wanted)] : [noIdle]),
    add: (additions) =>
      addCalls(
        file.root,
        chain,
        additions.map(({ name, text }) => `${name}(${text})`),
      ),
    notes: () =>
      isBuilt(chain)
        ? []
        : ['The builder is built elsewhere: see that these settings are not changed there.'],
    workarounds: {
      maxConnsPerHost: 'let each request hold a permit of a tokio::sync::Semaphore with that many',
    },
  })
}

/** The largest usize of a 32-bit target. */
const LARGEST_COUNT = 4_294_967_295

function maxIdle({ maxIdlePerHost }: WantedSettings): SourceWish {
  return countWish({
    name: MAX_IDLE,
    wanted: maxIdlePerHost,
    ifAbsent: Infinity,
    largest: LARGEST_COUNT,
    unlimited: 'usize::MAX',
    text: jsNumber,
  })
}

const noIdle = maxIdle({ idleTimeoutMs: 0, maxIdlePerHost: 0, maxConnsPerHost: 0 })

/** 90 s unless it is set; `None` is no limit, and a year where a constant of the file is a plain duration. */
function idle(file: RustFile, { chain }: RustBuilder, { idleTimeoutMs }: WantedSettings): SourceWish {
  const { first } = chain
  const isUnlimited = idleTimeoutMs === Infinity
  const ms = roundDown(idleTimeoutMs, A_YEAR_MS)
  const type = usableName(file, first, 'std::time::Duration')
  const holds = (value: SourceValue | undefined) => {
    if (value === undefined) return ms === 90_000
    return isUnlimited ? value === null || msOf(value) >= A_YEAR_MS : msOf(value) === ms
  }
  return {
    name: IDLE,
    holds,
    write: (replaced) => {
      const own = replaced === null ? type : (durationType(replaced.text) ?? type)
      const isArgument = replaced === null || (replaced.from > first.from && replaced.to < chainEnd(chain).to)
      if (isUnlimited && isArgument) return `None::<${own}>`
      const duration = durationText(own, ms)
      return replaced !== null && /^Some\s*\(/.test(replaced.text) ? `Some(${duration})` : duration
    },
    isCompanion: false,
  }
}

function durationText(type: string, ms: number): string {
  return ms % 1000 === 0
    ? `${type}::from_secs(${jsNumber(ms / 1000)})`
    : `${type}::from_millis(${jsNumber(ms)})`
}

/** What the replaced text calls std::time::Duration. */
function durationType(text: string): string | null {
  return (
    /((?:\w+::)*\w+)::(?:from_\w+|new)\s*\(/.exec(text)?.[1] ?? /^None::<([\w:]+)>$/.exec(text)?.[1] ?? null
  )
}

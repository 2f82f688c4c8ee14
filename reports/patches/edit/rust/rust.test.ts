import { describe, expect, test } from 'vitest'
import { reqwest } from '../../../../models/clients/reqwest.ts'
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
} from '../syntax/lezer-tree-edit.fixture.ts'
import { rustDialect } from './rust.ts'
import { chainSource, severalSource } from './rust-source.fixture.ts'

function rust(text: string, line?: number): SourceFile {
  const file = { dialect: rustDialect, client: 'reqwest', name: 'client.rs', text }
  return line === undefined ? file : { ...file, line }
}

/** An expression in a function. */
function code(expression: string, before = ''): SourceFile {
  return rust(`use reqwest::Client;\n${before}fn f() { ${expression}; }\n`)
}

const added = '.pool_idle_timeout(std::time::Duration::from_secs(55)).pool_max_idle_per_host(64)'

describe('which builders are meant', () => {
  test('is told by paths and imports', () => {
    expect(placesIn(rust(chainSource)).map(({ title }) => title)).toEqual(['Client::builder'])
    expect(placesIn(rust(severalSource)).map(({ title }) => title)).toEqual([
      'reqwest::Client::builder',
      'blocking::Client::builder',
      'HttpBuilder::new',
    ])
    expect(refusal(rust(severalSource))).toContain(
      'client.rs:9 reqwest::Client::builder; client.rs:14 blocking',
    )
  })

  test.each([
    'use reqwest::*;\nfn f() { Client::builder()',
    'fn f() { ::reqwest::ClientBuilder::new()',
    'use reqwest::{self as http};\nfn f() { http::Client::builder()',
    'fn f() { use reqwest::blocking::{Client as C}; C::builder()',
    'use hyper_util::client::legacy::{connect::HttpConnector, Client};\nfn f() { Client::builder(TokioExecutor::new())',
  ])('%s', (text) => {
    expect(editedText(rust(`${text}; }\n`))).toBe(`${text}${added}; }\n`)
  })

  test.each([
    'use redis::Client;\nfn f() { Client::builder(); }',
    'mod a { use reqwest::Client; }\nfn f() { Client::builder(); }',
    'use reqwest::Client;\nfn f() { use other::Client; Client::builder(); }',
    'fn f() { Client::builder(); }',
    'use reqwest::Client;\nfn f() { Client::new(); }',
  ])('not %s', (text) => {
    expect(refusal(rust(text))).toContain('there is no reqwest pool in this Rust source file')
  })
})

describe('a chain', () => {
  test('gets calls on lines of their own, before the one that builds', () => {
    expect(editedLines(rust(chainSource))).toEqual([
      '-        .pool_idle_timeout( Duration::from_secs(60 * 2) ) // two minutes',
      '+        .pool_idle_timeout( Duration::from_secs(55) ) // two minutes',
      '+        .pool_max_idle_per_host(64)',
    ])
    const crlf = chainSource.replaceAll('\n', '\r\n')
    expect(editedText(rust(crlf))).toBe(editedText(rust(chainSource)).replaceAll('\n', '\r\n'))
  })

  test('on one line stays there', () => {
    expect(editedText(code('Client::builder().build()'))).toContain(`{ Client::builder()${added}.build(); }`)
  })

  test('keeps its way of writing times, and follows a constant of its own', () => {
    expect(editedLines(rust(severalSource, 9))).toEqual([
      '-    const MAX_IDLE: usize = 8;',
      '+    const MAX_IDLE: usize = 64;',
      '-        reqwest::Client::builder().pool_max_idle_per_host(MAX_IDLE).pool_idle_timeout(Some(D::from_millis(5_000))).build()',
      '+        reqwest::Client::builder().pool_max_idle_per_host(MAX_IDLE).pool_idle_timeout(Some(D::from_secs(55))).build()',
    ])
  })

  test('goes on in a variable', () => {
    expect(editedLines(rust(severalSource, 18))).toEqual([
      '-    builder = builder.pool_max_idle_per_host(4);',
      '-    builder = builder.pool_idle_timeout(None::<std::time::Duration>);',
      '+    builder = builder.pool_max_idle_per_host(64);',
      '+    builder = builder.pool_idle_timeout(std::time::Duration::from_secs(55));',
    ])
    const conditional = 'let mut b = Client::builder(); if x { b = b.pool_max_idle_per_host(5); }'
    expect(refusal(code(conditional))).toContain(
      'pool_max_idle_per_host is set more than once, or under a condition',
    )
  })

  test('is left alone where it says the same in other words', () => {
    const same = 'Client::builder().pool_max_idle_per_host(0x40_usize).pool_idle_timeout'
    for (const time of [
      'Duration::from_millis(55_000)',
      'Duration::new(54, 1_000_000_000)',
      'Some(D::from_secs_f64(55.0))',
    ]) {
      expect(edit(code(`${same}(${time})`)).kind).toBe('unchanged')
    }
  })
})

describe('values', () => {
  test('that are computed are refused with their place', () => {
    expect(refusal(code('Client::builder().pool_max_idle_per_host(cfg.max_idle)'))).toBe(
      'client.rs:2:51: pool_max_idle_per_host is set from cfg.max_idle: change it where that comes from',
    )
    const shared = 'Client::builder().pool_max_idle_per_host(N); g(N)'
    expect(refusal(code(shared, 'const N: usize = 5; '))).toContain('is set from N')
    const open = 'Client::builder().pool_max_idle_per_host(N)'
    expect(refusal(code(open, 'pub const N: usize = 5; '))).toContain('is set from N')
  })

  test('have words for no limit and for no reuse', () => {
    const limited = 'Client::builder().pool_max_idle_per_host(5).pool_idle_timeout(Duration::from_secs(5))'
    expect(editedText(code(limited), unlimited)).toContain(
      'Client::builder().pool_max_idle_per_host(usize::MAX).pool_idle_timeout(None::<Duration>)',
    )
    expect(editedText(code('Client::builder()'), unlimited)).toContain(
      'Client::builder().pool_idle_timeout(None::<std::time::Duration>);',
    )
    const constant = 'Client::builder().pool_idle_timeout(IDLE)'
    expect(
      editedText(code(constant, 'const IDLE: Duration = Duration::from_secs(5); '), unlimited),
    ).toContain('const IDLE: Duration = Duration::from_secs(31_536_000); ')
    expect(editedText(code('Client::builder()'), noReuse)).toContain(
      'Client::builder().pool_max_idle_per_host(0);',
    )
  })
})

test('the patch says what is wanted already', () => {
  expect(edit(rust(reqwest.patch(sampleSettings).text)).kind).toBe('unchanged')
})

test('a syntax error is told with its place', () => {
  expect(refusal(rust('fn f() {\n    let x = ;\n}\n'))).toMatch(/^client.rs:2:13: the syntax is wrong here/)
})

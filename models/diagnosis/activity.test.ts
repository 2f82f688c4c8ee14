import { expect, it } from 'vitest'
import { activityOfCalls, activityOfText } from './activity.ts'

const frame = ([functionName, file = '']: readonly [string, string?]) => ({
  functionName,
  file,
  line: 1,
  column: 1,
})

it.each([
  ['crypto', [['run'], ['pbkdf2Sync', 'node:internal/crypto/pbkdf2']]],
  ['crypto', [['run'], ['generateKeyPairSync', 'node:internal/crypto/keygen']]],
  ['crypto', [['update'], ['update', 'node:internal/crypto/hash']]],
  ['own', [['run'], ['pbkdf2', 'node:internal/crypto/pbkdf2'], ['fn', 'node:internal/util']]],
  [
    'own',
    [
      ['check', 'node:internal/crypto/scrypt'],
      ['scrypt', 'node:internal/crypto/scrypt'],
    ],
  ],
  ['crypto', [['op_node_pbkdf2'], ['pbkdf2Sync', 'ext:deno_node/internal/crypto/pbkdf2.ts']]],
  ['file', [['read'], ['readSync', 'node:fs'], ['tryReadSync', 'node:fs'], ['readFileSync', 'node:fs']]],
  ['file', [['readFileSync']]],
  ['process', [['spawn'], ['spawnSync', 'node:internal/child_process'], ['execSync', 'node:child_process']]],
  ['compression', [['writeSync'], ['processChunkSync', 'node:zlib'], ['zlibBufferSync', 'node:zlib']]],
  ['regexp', [['RegExp: ^(a+)+$']]],
  ['regexp', [['/^(a+)+$/'], ['test']]],
  ['json', [['parse']]],
  ['json', [['encoding/json.(*decodeState).object', '/usr/local/go/src/encoding/json/decode.go']]],
  ['copy', [['structuredClone', 'node:internal/worker/js_transferable']]],
  [
    'own',
    [
      ['open', 'node:fs'],
      ['readFile', 'node:fs'],
    ],
  ],
  ['own', [['readSync', '/srv/app/files.js']]],
  ['own', [['end', 'node:_http_outgoing']]],
  ['own', []],
] as const)('is %s for %j', (activity, calls) => {
  expect(activityOfCalls(calls.map(frame))).toBe(activity)
})

it.each([
  ['json', 'const items = JSON.parse(text)'],
  ['json', 'return JSON . stringify(rows)'],
  ['regexp', 'if (pattern.test(name)) return'],
  ['regexp', "text.replace(/(a+)+$/, '')"],
  ['copy', 'const copy = structuredClone(state)'],
  ['own', 'for (const row of rows) sum += row.price'],
  ['own', "parts = path.split('/')"],
  ['own', 'JSON.parse(text.replace(pattern, value))'],
])('is %s for the line %s', (activity, text) => {
  expect(activityOfText(text)).toBe(activity)
})

it('is nothing special where there is no line', () => {
  expect(activityOfText(null)).toBe('own')
})

import { describe, expect, test } from 'vitest'
import { edit, edited, unlimited } from '../json/edit-tree.fixture.ts'

const compose = `\
services:
  web:
    image: oven/bun
    environment:
      # BUN_CONFIG_MAX_HTTP_REQUESTS: 1
      - BUN_CONFIG_MAX_HTTP_REQUESTS=256 # the default
      - NODE_ENV=production
  worker:
    environment: { NODE_ENV: production }
`

describe('Bun’s limit', () => {
  test('is replaced where it is set', () => {
    expect(edit('compose.yml', 'bun-fetch', compose)).toMatchObject({
      kind: 'edited',
      text: compose.replace('=256', '=128'),
      place: { title: 'service web', line: 2 },
      notes: expect.arrayContaining(['Bun fetch has no setting for idleTimeout 55000 ms.']),
    })
    const map = 'services: {web: {environment: {"BUN_CONFIG_MAX_HTTP_REQUESTS": "256"}}}'
    expect(edited('compose.yml', 'bun-fetch', map)).toBe(map.replace('256', '128'))
  })

  test('is at most what 16 bits hold', () => {
    expect(edited('compose.yml', 'bun-fetch', compose, { wanted: unlimited })).toBe(
      compose.replace('=256', '=65535'),
    )
  })

  test('is left alone where it is right, and refused where it is computed or not here', () => {
    expect(edited('compose.yml', 'bun-fetch', compose.replace('=256', '=128'))).toBe('unchanged')
    expect(edited('compose.yml', 'bun-fetch', compose.replace('=256', '=${LIMIT}'))).toMatch(
      /BUN_CONFIG_MAX_HTTP_REQUESTS is set from \$\{LIMIT\}/,
    )
    expect(edited('compose.yml', 'bun-fetch', compose.replace('=256', ''))).toMatch(/comes from elsewhere/)
    expect(edited('compose.yml', 'bun-fetch', compose.replace('=256', '='))).toBe(
      compose.replace('=256', '=128'),
    )
    expect(edited('compose.yml', 'bun-fetch', 'services:\n  web: {}\n')).toMatch(/there is no Bun fetch pool/)
  })
})

import { expect, it } from 'vitest'
import { experimentSchema } from '../../models/scenario/experiment-schema.ts'
import { describeTarget } from './describe-target.ts'

function describe(target: object): string {
  const parsed = experimentSchema.shape.variants.element.parse({ name: 'a', target })
  return describeTarget(parsed.target)
}

it('says what tells a target from others', () => {
  expect(describe({ builtin: 'shop', slots: 4 })).toBe('builtin shop, slots 4')
  expect(describe({ url: 'http://127.0.0.1:8080' })).toBe('url http://127.0.0.1:8080')
})

it('names variables of a command, and keeps their values to itself', () => {
  const told = describe({ command: ['node', 'server.js'], env: { TOKEN: 'secret', LEVEL: 'warn' } })
  expect(told).toMatch(/^command node server\.js, /)
  expect(told).toContain('env LEVEL TOKEN')
  expect(told).not.toContain('secret')
})

it('tells of a built-in target what it would not be by itself, and no secrets', () => {
  expect(describe({ builtin: 'service' })).toBe('builtin service')
  const tokenSecret = 'some forty characters that nobody is to see'
  const hooks = { context: { tokenSecret }, metrics: true, recovery: { naive: true, hooks: ['log'] } }
  expect(describe({ builtin: 'service', hooks, pools: { orders: 2 } })).toBe(
    'builtin service, hooks (context (tokenSecret), metrics, recovery (hooks log, naive, timeLimitMs 1000)), pools (orders 2)',
  )
})

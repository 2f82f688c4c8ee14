import { expect, test } from 'vitest'
import { takeProbeSettings } from './probe-settings.ts'

const TOKEN = '0123456789abcdef'

test('takes the settings, and takes them out of the environment', () => {
  const environment = {
    KNEEPOINT_PROBE_TOKEN: TOKEN,
    KNEEPOINT_PROBE_PORT: '4711',
    KNEEPOINT_PROBE_READY: '/tmp/ready',
    PATH: '/bin',
  }
  expect(takeProbeSettings(environment)).toEqual({ token: TOKEN, port: 4711, readyFile: '/tmp/ready' })
  expect(environment).toEqual({ PATH: '/bin' })
  expect(takeProbeSettings(environment)).toBeNull()
})

test('a file to write a random token to is enough; a port alone is not', () => {
  expect(takeProbeSettings({ KNEEPOINT_PROBE_READY: 'ready', KNEEPOINT_PROBE_TOKEN: '' })).toEqual({
    token: undefined,
    port: 0,
    readyFile: 'ready',
  })
  expect(takeProbeSettings({ KNEEPOINT_PROBE_PORT: '4711' })).toBeNull()
})

test('what is wrong is said, and taken out all the same', () => {
  const environment = { KNEEPOINT_PROBE_TOKEN: TOKEN.slice(1) }
  expect(() => takeProbeSettings(environment)).toThrow(
    'KNEEPOINT_PROBE_TOKEN has to have 16 characters or more',
  )
  expect(environment).toEqual({})
  for (const port of ['-1', '65536', '1.5', 'http']) {
    expect(() => takeProbeSettings({ KNEEPOINT_PROBE_TOKEN: TOKEN, KNEEPOINT_PROBE_PORT: port })).toThrow(
      `a port from 0 to 65535, not ${port}`,
    )
  }
})

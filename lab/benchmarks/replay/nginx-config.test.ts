import { expect, test } from 'vitest'
import { UNLIMITED } from '../../../models/pool/settings.ts'
import { nginxConfig } from './nginx-config.ts'

const upstream = { host: '127.0.0.1', port: 4001, ca: null }

test('writes the settings into the upstream block', () => {
  const settings = { ...UNLIMITED, idleTimeoutMs: 400, maxIdlePerHost: 3, maxRequestsPerConn: 20 }
  expect(nginxConfig(4000, upstream, settings)).toContain(`\
        server 127.0.0.1:4001 max_fails=0;
        keepalive 3;
        keepalive_timeout 400ms;
        keepalive_requests 20;
`)
  expect(nginxConfig(4000, upstream, { ...settings, maxConnsPerHost: 6 })).toContain('4001 max_conns=6 ')
  expect(nginxConfig(4000, upstream, settings)).toContain('listen 127.0.0.1:4000;')
})

test('has a number for every limit that is not set', () => {
  expect(nginxConfig(4000, upstream, UNLIMITED)).not.toMatch(/Infinity|NaN|null/)
})

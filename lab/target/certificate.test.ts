import { X509Certificate, createPrivateKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { createCertificate } from './certificate.ts'

test.each([
  { key: 'ecdsa', type: 'ec', details: { namedCurve: 'prime256v1' } },
  { key: 'rsa', type: 'rsa', details: { modulusLength: 2048 } },
] as const)('$key: the right key, its own issuer, good for loopback only', async ({ key, type, details }) => {
  const made = await createCertificate(key)
  const certificate = new X509Certificate(made.cert)
  expect(certificate.publicKey.asymmetricKeyType).toBe(type)
  expect(certificate.publicKey.asymmetricKeyDetails).toMatchObject(details)
  expect(certificate.checkPrivateKey(createPrivateKey(made.key))).toBe(true)
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect(certificate.ca).toBe(false)
  expect(certificate.checkHost('localhost')).toBe('localhost')
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(certificate.checkIP('::1')).toBe('::1')
  expect(certificate.checkIP('10.0.0.1')).toBeUndefined()
})

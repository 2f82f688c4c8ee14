import { generate } from 'selfsigned'

export type CertificateKey = 'ecdsa' | 'rsa'

/** PEM texts. The certificate is its own issuer: a client trusts it by taking `cert` as its CA. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

/**
 * A fresh self-signed certificate for localhost, 127.0.0.1 and ::1, valid for a year. `ecdsa` has a P-256 key, `rsa`
 * one of 2048 bits; both are signed with SHA-256.
 */
export async function createCertificate(key: CertificateKey): Promise<Certificate> {
  const dayMs = 86_400_000
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...(key === 'ecdsa' ? { keyType: 'ec', curve: 'P-256' } : { keyType: 'rsa', keySize: 2048 }),
    algorithm: 'sha256',
    // A clock that is a little behind in a container must not make the certificate one of tomorrow.
    notBeforeDate: new Date(Date.now() - dayMs),
    notAfterDate: new Date(Date.now() + 365 * dayMs),
    extensions: [
      // Not a CA: strict verifiers refuse a CA certificate as a server's own.
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: key === 'rsa', critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  return { key: made.private, cert: made.cert }
}

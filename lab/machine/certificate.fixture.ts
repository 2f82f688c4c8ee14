import type { Certificate } from './certificate.ts'

/** Of a machine on which everything is fine. */
export const goodCertificate: Certificate = {
  schemaVersion: 1,
  measuredAt: '2026-11-01T12:00:00.000Z',
  environment: {
    runtime: 'Node 24.1.0',
    platform: 'Linux 6.8.0 x64',
    cpu: 'Some CPU',
    cores: 8,
    memoryBytes: 16e9,
  },
  timer: { resolutionUs: 0.04, sleepLateMs: { p50: 0.09, p99: 0.4 } },
  cores: 8,
  quotaCores: null,
  limits: {
    openFiles: { soft: 65_536, hard: 'unlimited', open: 24 },
    localPorts: { first: 32_768, last: 60_999 },
    timeWaitReuse: 2,
    toTarget: null,
    targetIsLoopback: false,
  },
  drivers: [
    { driver: 'undici', highestRate: 11_314, latenessP50Ms: 0.1, latenessP99Ms: 0.83, achievedShare: 0.9995 },
    { driver: 'wire', highestRate: 27_554, latenessP50Ms: 0.1, latenessP99Ms: 0.91, achievedShare: 1 },
  ],
}

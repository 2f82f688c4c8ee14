import type { ConfigDialect } from '../config-dialect.ts'
import { aiohttpClient, httpxClient, urllib3Client } from './python-clients.ts'
import { readPythonFile } from './python-file.ts'
import { findPlaces, type PythonClient } from './python-pool.ts'

const clients: readonly PythonClient[] = [httpxClient, urllib3Client, aiohttpClient]

/**
 * Calls that make pools or their limits in Python source, whatever they are imported as: `httpx.Limits`, urllib3's
 * managers and pools, `HTTPAdapter` of requests, `aiohttp.TCPConnector`; and clients and sessions that are made without.
 */
export const pythonDialect: ConfigDialect = {
  title: 'Python source',
  clients: clients.map(({ name }) => name),
  reads: (fileName) => /\.pyw?$/i.test(fileName),
  findPlaces: ({ text }, client) => {
    const rules = clients.find(({ name }) => name === client.name)
    return rules === undefined ? [] : findPlaces(readPythonFile(text), client, rules)
  },
}

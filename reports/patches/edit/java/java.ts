import type { Client } from '../../../../models/clients/client.ts'
import type { ConfigDialect, ConfigPlace } from '../config-dialect.ts'
import { apachePlaces } from './apache-httpclient5.ts'
import { type JavaFile, readJavaFile, requireReadable } from './java-file.ts'
import { javaNetHttpPlaces } from './java-net-http.ts'
import { okhttpPlaces } from './okhttp.ts'
import { reactorNettyPlaces } from './reactor-netty.ts'

interface JavaClient {
  readonly find: (file: JavaFile, client: Client) => ConfigPlace[]
  /** Words without which a part of a file does not matter. */
  readonly words: readonly string[]
}

const clients: ReadonlyMap<string, JavaClient> = new Map([
  ['apache-httpclient5', { find: apachePlaces, words: ['ConnectionManager', 'HttpClient', 'RequestConfig'] }],
  ['okhttp', { find: okhttpPlaces, words: ['ConnectionPool', 'OkHttpClient'] }],
  ['reactor-netty', { find: reactorNettyPlaces, words: ['ConnectionProvider'] }],
  ['java-net-http', { find: javaNetHttpPlaces, words: ['jdk.httpclient'] }],
])

/**
 * Calls and creations that make pools in Java source, as imports tell: builders, constructors, setters, and
 * `System.setProperty` for the JDK's own client.
 */
export const javaDialect: ConfigDialect = {
  title: 'Java source',
  clients: [...clients.keys()],
  reads: (fileName) => /\.java$/i.test(fileName),
  findPlaces: ({ text }, client) => {
    const known = clients.get(client.name)
    if (known === undefined) return []
    const file = readJavaFile(text)
    requireReadable(file, known.words)
    return known.find(file, client)
  },
}

import type { ConfigDialect, ConfigPlace, WrittenValue } from '../config-dialect.ts'
import { readHaproxyLines } from '../syntax/haproxy-lines.ts'
import { connectionModes, findProxies, type HaproxyProxy } from './haproxy-proxy.ts'
import { readSections } from './haproxy-sections.ts'
import { planProxy } from './plan-proxy.ts'

/** `backend` and `listen` sections with servers in HAProxy's configuration. */
export const haproxyDialect: ConfigDialect = {
  title: 'HAProxy configuration',
  clients: ['haproxy'],
  reads: (fileName) => /\.(cfg|conf|haproxy)$/i.test(fileName),
  findPlaces: (file) => findProxies(file, readSections(readHaproxyLines(file.text))).map(place),
}

function place(proxy: HaproxyProxy): ConfigPlace {
  const { kind, name, header } = proxy.section
  return {
    title: `${kind} ${name}`.trim(),
    from: header.from,
    values: valuesOf(proxy),
    plan: (wanted) => planProxy(proxy, wanted),
  }
}

/** The parameters of all servers, and the last line of each kind that says whether connections are kept. */
function valuesOf({ file, section, servers }: HaproxyProxy): WrittenValue[] {
  const lines = ['option', 'http-reuse'].flatMap((name) => {
    const line = section.lines.findLast(
      ({ words }) =>
        words[0].value === name && (name !== 'option' || connectionModes.has(words[1]?.value ?? '')),
    )
    const word = line?.words[1]
    return word === undefined ? [] : [{ name, text: file.text.slice(word.from, word.to), from: word.from }]
  })
  const parameters = servers.flatMap((server) => [...server.parameters.values()])
  return [...lines, ...parameters].toSorted((a, b) => a.from - b.from)
}

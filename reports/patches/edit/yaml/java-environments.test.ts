import { describe, expect, test } from 'vitest'
import { changedLines, edit, edited, noReuse, unlimited, wantedSample } from '../json/edit-tree.fixture.ts'

const compose = `\
# docker compose; -Djdk.httpclient.keepalive.timeout=1 was too short
name: shop
x-labels: &labels { team: web }
services:
  web:
    image: "shop/web:1"
    labels: *labels
    environment:
      # memory first
      JAVA_TOOL_OPTIONS: "-Xmx512m -Dnote='a -Djdk.httpclient.keepalive.timeout=7 b' -Djdk.httpclient.keepalive.timeout=1200 -ea"
      LANG: C.UTF-8
    command: ["java", "-jar", "app.jar"]
  db:
    image: postgres
    environment:
      - POSTGRES_PASSWORD=x
`

describe('java.net.http through an environment', () => {
  test('has one option replaced and one added in the text of the variable', () => {
    expect(edit('compose.yaml', 'java-net-http', compose)).toMatchObject({
      kind: 'edited',
      text: compose
        .replace('timeout=1200', 'timeout=55')
        .replace('-ea"', '-ea -Djdk.httpclient.connectionPoolSize=64"'),
      place: { title: 'service web', line: 5 },
      changes: [
        { name: 'JAVA_TOOL_OPTIONS -Djdk.httpclient.keepalive.timeout', before: '1200', after: '55' },
        { name: 'JAVA_TOOL_OPTIONS -Djdk.httpclient.connectionPoolSize', before: null, after: '64' },
      ],
    })
  })

  test('is left alone where it says the same', () => {
    const same = compose
      .replace('timeout=1200', 'timeout=55')
      .replace('-ea', '-Djdk.httpclient.connectionPoolSize=64')
    expect(edited('compose.yaml', 'java-net-http', same)).toBe('unchanged')
  })

  test('rounds down to whole seconds, and keeps nothing below one', () => {
    const wanted = { ...wantedSample, idleTimeoutMs: 1999, maxIdlePerHost: Infinity }
    expect(edited('compose.yaml', 'java-net-http', compose, { wanted })).toBe(compose.replace('=1200', '=1'))
    for (const off of [noReuse, { ...wanted, idleTimeoutMs: 999 }]) {
      expect(edited('compose.yaml', 'java-net-http', compose, { wanted: off })).toBe(
        compose.replace('=1200', '=0'),
      )
    }
    expect(edited('compose.yaml', 'java-net-http', compose, { wanted: unlimited })).toBe(
      compose.replace('=1200', '=2147483647'),
    )
  })

  test('changes the last of two, and that of the variable read last', () => {
    const twice = compose
      .replace('-Dnote', '-Djdk.httpclient.keepalive.timeout=5 -Dnote')
      .replace('LANG: C.UTF-8', "JDK_JAVA_OPTIONS: '-Djdk.httpclient.connectionPoolSize=9'")
    expect(edited('compose.yaml', 'java-net-http', twice)).toBe(
      twice.replace('=1200', '=55').replace('PoolSize=9', 'PoolSize=64'),
    )
  })

  test.each([
    ['single quotes', "'-Dnote=''x'' -ea'", "'-Dnote=''x'' -ea ADDED'"],
    ['double quotes with escapes', String.raw`"-Dnote=\"x y\" -ea"`, String.raw`"-Dnote=\"x y\" -ea ADDED"`],
    ['no quotes', '-ea   # all', '-ea ADDED   # all'],
    [
      'lines that are folded',
      '>-\n        -Xmx1g\n        -ea',
      '>-\n        -Xmx1g\n        -ea\n        ADDED',
    ],
    [
      'lines that are kept',
      '|\n        -Xmx1g\n        -ea',
      '|\n        -Xmx1g\n        -ea\n        ADDED',
    ],
    ['plain lines', '-Xmx1g\n        -ea', '-Xmx1g\n        -ea\n        ADDED'],
    ['nothing', '""', '"ADDED"'],
    ['computed parts', '"${COMMON:-} -ea"', '"${COMMON:-} -ea ADDED"'],
  ])('adds an option to %s', (_kind, before, after) => {
    const text = (value: string) =>
      `services:\n  web:\n    environment:\n      JAVA_TOOL_OPTIONS: ${value}\n      A: b\n`
    const added = '-Djdk.httpclient.keepalive.timeout=55'
    const wanted = { ...wantedSample, maxIdlePerHost: Infinity }
    const expected = before.includes('$') ? `${added} -Djdk.httpclient.connectionPoolSize=0` : added
    expect(edited('c.yml', 'java-net-http', text(before), { wanted })).toBe(
      text(after.replace('ADDED', expected)),
    )
  })

  test('finds lists of NAME=value, with quotes around all of it or none', () => {
    const list =
      'services:\n  web:\n    environment:\n      - A=JAVA_TOOL_OPTIONS=1\n      - JAVA_TOOL_OPTIONS=-ea -Djdk.httpclient.keepalive.timeout=3\n'
    const wanted = { ...wantedSample, maxIdlePerHost: Infinity }
    expect(edited('c.yml', 'java-net-http', list, { wanted })).toBe(list.replace('=3', '=55'))
    const quoted = list.replace(
      '- JAVA_TOOL_OPTIONS=-ea -Djdk.httpclient.keepalive.timeout=3',
      '- \'JAVA_TOOL_OPTIONS=-Djdk.httpclient.keepalive.timeout="3"\'',
    )
    expect(edited('c.yml', 'java-net-http', quoted, { wanted })).toBe(quoted.replace('="3"', '=55'))
  })

  test('refuses what comes from elsewhere', () => {
    const text = (value: string) => `services:\n  web:\n    environment:\n      JAVA_TOOL_OPTIONS: ${value}\n`
    expect(edited('c.yml', 'java-net-http', text('-Djdk.httpclient.keepalive.timeout=${IDLE}'))).toBe(
      'refused: c.yml:4:26: jdk.httpclient.keepalive.timeout is set from ${IDLE}: change it where that comes from',
    )
    expect(edited('c.yml', 'java-net-http', text(''))).toBe(
      'refused: c.yml:4:25: JAVA_TOOL_OPTIONS is taken from the environment outside: change it there',
    )
    expect(edited('c.yml', 'java-net-http', text("-Da='b"))).toBe(
      'refused: c.yml:4:26: a quote in JAVA_TOOL_OPTIONS is not closed: correct it first',
    )
    expect(edited('c.yml', 'java-net-http', text(String.raw`"\u002dea"`))).toBe(
      'refused: c.yml:4:26: JAVA_TOOL_OPTIONS is written with escapes: change it by hand',
    )
    const alias = `x: &options -ea\n${text('*options')}`
    expect(edited('c.yml', 'java-net-http', alias)).toBe(
      'refused: c.yml:5:26: JAVA_TOOL_OPTIONS repeats what line 1 says: change it there',
    )
    const anchor = text('&options -ea') + '      JDK_OPTIONS: *options\n'
    expect(edited('c.yml', 'java-net-http', anchor)).toMatch(
      /JAVA_TOOL_OPTIONS is repeated by the alias on line 5/,
    )
    const merged =
      'x: &x\n  JAVA_TOOL_OPTIONS: -ea\nservices:\n  web:\n    environment:\n      <<: *x\n      A: b\n'
    expect(edited('c.yml', 'java-net-http', merged)).toMatch(/JAVA_TOOL_OPTIONS repeats what line 2 says/)
  })
})

const deployment = `\
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  template:
    spec:
      initContainers:
      - name: wait
        image: busybox
      containers:
      - name: sidecar
        env: []
      - name: web
        env:
        - name: PASSWORD
          valueFrom: { secretKeyRef: { name: s, key: k } }
        - name: JAVA_TOOL_OPTIONS
          value: -Dreactor.netty.pool.maxIdleTime=-1 -Dreactor.netty.pool.maxConnections=500
        - { name: LAST, value: "1" }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: night }
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
          - name: job
            env: [{ name: JDK_JAVA_OPTIONS, valueFrom: { configMapKeyRef: { name: c, key: k } } }]
`

describe('Reactor Netty through an environment', () => {
  test('counts milliseconds', () => {
    expect(edited('shop.yaml', 'reactor-netty', deployment, { line: 13 })).toBe(
      deployment.replace('Time=-1', 'Time=55000').replace('=500', '=128'),
    )
    expect(edited('shop.yaml', 'reactor-netty', deployment, { line: 13, wanted: unlimited })).toBe(
      deployment.replace('=500', '=2147483647'),
    )
    expect(edited('shop.yaml', 'reactor-netty', deployment, { line: 13, wanted: noReuse })).toBe(
      deployment.replace('Time=-1', 'Time=0').replace('=500', '=128'),
    )
  })

  test('is told apart by container, and refused where the value is elsewhere', () => {
    expect(edited('shop.yaml', 'reactor-netty', deployment)).toMatch(
      /shop\.yaml:13 Deployment shop, container web; shop\.yaml:30 CronJob night, container job/,
    )
    expect(edited('shop.yaml', 'reactor-netty', deployment, { line: 30 })).toBe(
      'refused: shop.yaml:31:19: JDK_JAVA_OPTIONS comes from elsewhere: change it where that is',
    )
  })

  test('is written in JSON as well', () => {
    const pod =
      '{ "kind": "Pod", "spec": { "containers": [{ "env": [{ "name": "JAVA_TOOL_OPTIONS", "value": "-Da=\\"b\\" -ea" }] }] } }'
    expect(changedLines(pod, edited('pod.json', 'reactor-netty', pod))).toEqual([
      `- ${pod}`,
      `+ ${pod.replace('-ea', '-ea -Dreactor.netty.pool.maxIdleTime=55000 -Dreactor.netty.pool.maxConnections=128')}`,
    ])
  })
})

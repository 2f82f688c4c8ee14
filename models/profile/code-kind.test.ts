import { expect, it } from 'vitest'
import { codeKind, isIdle } from './code-kind.ts'

it.each([
  ['serve', '/srv/app/server.js', 'own'],
  ['serve', 'src/node_modules_list.ts', 'own'],
  ['parse', '/srv/app/node_modules/qs/lib/parse.js', 'package'],
  ['parse', 'node_modules/qs/lib/parse.js', 'package'],
  ['std', 'https://deno.land/std/http.ts', 'package'],
  ['pbkdf2Sync', 'node:internal/crypto/pbkdf2', 'runtime'],
  ['op', 'ext:deno_node/internal/crypto/pbkdf2.ts', 'runtime'],
  ['RegExp: ^a$', '', 'runtime'],
  ['(program)', '', 'runtime'],
  ['post', 'lab/target-probe/inspector-session.ts', 'runtime'],
  ['post', '/srv/kneepoint/lab/target-probe/inspector-session.ts', 'runtime'],
  ['(garbage collector)', '', 'gc'],
  ['(idle)', '', 'idle'],
  ['net/http.(*conn).serve', '/usr/local/go/src/net/http/server.go', 'runtime'],
  ['runtime.gcBgMarkWorker', '/usr/lib/go-1.22/src/runtime/mgc.go', 'gc'],
  ['github.com/a/b.F', '/root/go/pkg/mod/github.com/a/b@v1/f.go', 'package'],
  ['main.burn', '/srv/app/main.go', 'own'],
])('%s of %j is %s', (functionName, file, kind) => {
  expect(codeKind({ functionName, file })).toBe(kind)
})

it('takes no frame at all for no idle one', () => {
  expect(isIdle(undefined)).toBe(false)
})

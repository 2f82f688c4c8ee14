import { expect, test } from 'vitest'
import { unifiedDiff } from './unified-diff.ts'

test('is what git apply takes', () => {
  expect(unifiedDiff('conf/pool.conf', 'a\nkeepalive 2;\nb\n', 'a\nkeepalive 13;\nb\n')).toBe(`\
--- a/conf/pool.conf
+++ b/conf/pool.conf
@@ -1,3 +1,3 @@
 a
-keepalive 2;
+keepalive 13;
 b
`)
})

test('says so where a file does not end with a newline', () => {
  expect(unifiedDiff('f', 'a', 'b')).toContain('\\ No newline at end of file')
})

test('is empty where nothing changes', () => {
  expect(unifiedDiff('f', 'same\n', 'same\n')).toBe('')
})

test('ends a name with spaces by a tab, for patch', () => {
  const [old, next] = unifiedDiff('my conf/a.yaml', 'a\n', 'b\n').split('\n')
  expect([old, next]).toEqual(['--- a/my conf/a.yaml\t', '+++ b/my conf/a.yaml\t'])
})

test('keeps CRLF, and says which of the two texts has no newline at its end', () => {
  expect(unifiedDiff('f', 'a\r\nb\r\nc', 'a\r\nB\r\nc\n')).toBe(`\
--- a/f
+++ b/f
@@ -1,3 +1,3 @@
 a\r
-b\r
-c
\\ No newline at end of file
+B\r
+c
`)
})

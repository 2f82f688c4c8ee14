import { expect, test } from 'vitest'
import { javaClass } from './java-class.ts'

test('imports what the body mentions, and nothing else', () => {
  const importable = ['java.time.Duration', 'example.Pool', 'example.PoolBuilder', 'example.Max']
  expect(
    javaClass('Pools', 'Pool', importable, ['return new Pool(', '    Duration.ofSeconds(5), Other.Max);']),
  ).toBe(`\
import example.Pool;
import java.time.Duration;

public final class Pools {
    public static Pool create() {
        return new Pool(
            Duration.ofSeconds(5), Other.Max);
    }
}
`)
})

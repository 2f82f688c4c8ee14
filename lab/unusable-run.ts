/** The run cannot say anything: the target is out of reach, fails, or the load threads could not keep up. */
export class UnusableRun extends Error {
  /** For telling it by name where the class is not at hand. */
  override readonly name = 'UnusableRun'
}

/** What the command's exit code says; the numbers of k6 where it has one. */
export const EXIT = {
  ok: 0,
  internalError: 1,
  usage: 2,
  regression: 90,
  runInvalid: 91,
  noKnee: 93,
  thresholdFailed: 99,
  invalidScenario: 104,
  interrupted: 105,
  scenarioThrew: 107,
} as const

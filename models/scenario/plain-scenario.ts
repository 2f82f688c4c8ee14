import type { Scenario } from './schema.ts'

type ScenarioRequest = Scenario['requests'][number]

/** A request without its functions, which stay in the compiled module: plain data that can be posted. */
export type PlainRequest = Omit<ScenarioRequest, 'build' | 'check'> & {
  readonly hasBuild: boolean
  readonly hasCheck: boolean
}

export type PlainScenario = Omit<Scenario, 'requests'> & { readonly requests: readonly PlainRequest[] }

export function toPlainScenario(scenario: Scenario): PlainScenario {
  return { ...scenario, requests: scenario.requests.map(toPlainRequest) }
}

export function toPlainRequest({ build, check, ...request }: ScenarioRequest): PlainRequest {
  return { ...request, hasBuild: build !== undefined, hasCheck: check !== undefined }
}

import { expect, test } from 'vitest'
import { ConfigError, readConfig } from '../config.ts'

const rateOf = (environment: NodeJS.ProcessEnv): number | undefined =>
  readConfig({ file: '/dev/null', environment: { BELLBUOY_TRACE_ENABLED: 'true', ...environment } }).tracing
    ?.sampleRate

test.for([
  [{}, 1],
  [{ OTEL_TRACES_SAMPLER: 'always_off' }, 0],
  [{ OTEL_TRACES_SAMPLER: 'parentbased_always_on' }, 1],
  [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' }, 0.25],
  [{ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.5' }, 0.5],
  [{ OTEL_TRACES_SAMPLER: 'always_off', BELLBUOY_TRACE_SAMPLE_RATE: '0.1' }, 0.1],
] as const)('%j trace the part %j', ([environment, rate]) => {
  expect(rateOf(environment)).toBe(rate)
})

test('a sampler that there is not, and an odd part, stop the start', () => {
  expect(() => rateOf({ OTEL_TRACES_SAMPLER: 'jaeger_remote' })).toThrow(ConfigError)
  const odd = { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: 'half' }
  expect(() => rateOf(odd)).toThrow('OTEL_TRACES_SAMPLER_ARG: must be a number from 0 to 1')
})

test('while traces are off, the variables of OpenTelemetry are not read', () => {
  const environment = { OTEL_TRACES_SAMPLER: 'jaeger_remote' }
  expect(readConfig({ file: '/dev/null', environment }).tracing).toBeNull()
})

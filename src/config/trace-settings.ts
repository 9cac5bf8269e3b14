import { type Setting, type Values, boolean, externalUrl, number } from './setting-kinds.ts'

/** Traces of OpenTelemetry; the keys are those of Harbor's `trace` group. */
export const TRACE_SETTINGS = {
  TRACE_ENABLED: boolean(
    'trace.enabled',
    false,
    'whether Bellbuoy sends [traces](observability.md#traces) to an OpenTelemetry collector',
  ),
  TRACE_OTEL_ENDPOINT: externalUrl(
    'trace.otel.endpoint',
    'base address of the collector, for OTLP over HTTP; unset: `OTEL_EXPORTER_OTLP_ENDPOINT`, or `http://localhost:4318` without it',
  ),
  TRACE_SAMPLE_RATE: {
    ...number(
      'trace.sample_rate',
      1,
      'fraction of the events to trace; unset: the value of `OTEL_TRACES_SAMPLER`, or all without it',
      { min: 0, max: 1, whole: false },
    ),
    default: null,
  } as Setting<number | null>,
} satisfies Record<string, Setting<unknown>>

/**
 * Where traces go and how many; null: none are made.
 *
 * @param mistakes gets what is wrong with the variables of OpenTelemetry
 */
export function tracingOf(
  {
    TRACE_ENABLED: isOn,
    TRACE_OTEL_ENDPOINT: endpoint,
    TRACE_SAMPLE_RATE: rate,
  }: Values<typeof TRACE_SETTINGS>,
  environment: NodeJS.ProcessEnv,
  mistakes: string[],
): { readonly endpoint: string | null; readonly sampleRate: number } | null {
  if (!isOn) return null
  return Object.freeze({ endpoint, sampleRate: rate ?? sampleRateIn(environment, mistakes) })
}

const SAMPLERS = ['always_on', 'always_off', 'traceidratio']

/** The part of traces that the variables of OpenTelemetry ask for. */
function sampleRateIn(
  { OTEL_TRACES_SAMPLER: sampler = 'always_on', OTEL_TRACES_SAMPLER_ARG: given = '1' }: NodeJS.ProcessEnv,
  mistakes: string[],
): number {
  const name = sampler.replace(/^parentbased_/, '')
  if (!SAMPLERS.includes(name))
    mistakes.push(
      `OTEL_TRACES_SAMPLER: must be one of ${SAMPLERS.join(', ')}, with or without parentbased_ before it, but it is ${JSON.stringify(sampler)}`,
    )
  if (name !== 'traceidratio') return name === 'always_off' ? 0 : 1
  const rate = given.trim() === '' ? NaN : Number(given)
  if (rate >= 0 && rate <= 1) return rate
  mistakes.push(`OTEL_TRACES_SAMPLER_ARG: must be a number from 0 to 1, but it is ${JSON.stringify(given)}`)
  return 1
}

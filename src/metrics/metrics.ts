import { Registry, collectDefaultMetrics } from 'prom-client'
import type { CertificateStanding } from '../domain/problem/certificate-standing.ts'
import type { DeliveryCounts } from '../domain/delivery/delivery-counts.ts'
import { showDeliveryCounts } from './delivery-figures.ts'
import type { Instruments } from './instruments.ts'
import { type StoreFiguresParts, createStoreFigures } from './store-figures.ts'

export interface MetricsParts extends StoreFiguresParts {
  readonly instruments: Instruments
  readonly deliveryCounts: () => DeliveryCounts
  /** The certificate that the process shows; null when it speaks HTTP. */
  readonly certificate: { readonly standing: CertificateStanding } | null
}

/** Everything that a process counts and measures, in the text format of Prometheus. */
export type MetricsText = () => Promise<string>

export function createMetricsText({
  instruments,
  deliveryCounts,
  certificate,
  ...parts
}: MetricsParts): MetricsText {
  const readStore = createStoreFigures(parts, instruments)
  const process = ofProcess()
  return async () => {
    showDeliveryCounts(instruments, deliveryCounts())
    if (certificate !== null) instruments.certificateUntil.set(certificate.standing.validToMs / 1000)
    await readStore()
    const texts = await Promise.all([instruments.registry.metrics(), process.metrics()])
    return texts.join('\n')
  }
}

/** One for all applications that live in the process. */
let processRegistry: Registry | null = null

/** Processor time, memory, garbage collection and the lag of the event loop. */
function ofProcess(): Registry {
  if (processRegistry === null) {
    processRegistry = new Registry()
    collectDefaultMetrics({ register: processRegistry })
  }
  return processRegistry
}

import { Registry, collectDefaultMetrics } from 'prom-client'
import type { DeliveryCounts } from '../domain/delivery/delivery-counts.ts'
import { showDeliveryCounts } from './delivery-figures.ts'
import type { Instruments } from './instruments.ts'
import { type StoreFiguresParts, createStoreFigures } from './store-figures.ts'

export interface MetricsParts extends StoreFiguresParts {
  readonly instruments: Instruments
  readonly deliveryCounts: () => DeliveryCounts
}

/** Everything that a process counts and measures, in the text format of Prometheus. */
export type MetricsText = () => Promise<string>

export function createMetricsText({ instruments, deliveryCounts, ...parts }: MetricsParts): MetricsText {
  const readStore = createStoreFigures(parts, instruments)
  const process = ofProcess()
  return async () => {
    showDeliveryCounts(instruments, deliveryCounts())
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

import { BarChart, LineChart } from '@mantine/charts'
import type { StatisticsResponse } from '../../../src/contract/history/statistics.ts'
import { durationText } from '../../parts/time/time-text.ts'
import { useText } from '../../text/text-provider.tsx'
import { FiguresChart } from './figures-chart.tsx'

interface ChartOfFigures {
  readonly figures: StatisticsResponse
}

/** Deliveries by the time their event was accepted: delivered, failed and all others. */
export function ThroughputChart({ figures }: ChartOfFigures) {
  const t = useText()
  return (
    <FiguresChart
      figures={figures}
      caption={t.overview.throughput}
      isEmpty={figures.totals.accepted === 0}
      series={[
        { name: 'delivered', label: t.states.success, color: '#0072b2' },
        { name: 'failed', label: t.states.error, color: '#d55e00' },
        { name: 'others', label: t.overview.others, color: '#999999' },
      ]}
      valuesOf={({ accepted, delivered, failed }) => ({
        delivered,
        failed,
        others: accepted - delivered - failed,
      })}
      draw={(props) => (
        <BarChart
          {...props}
          type="stacked"
          barProps={{ isAnimationActive: false }}
          barChartProps={{ accessibilityLayer: false }}
        />
      )}
    />
  )
}

/** The time from accepted to delivered. */
export function LatencyChart({ figures }: ChartOfFigures) {
  const t = useText()
  return (
    <FiguresChart
      figures={figures}
      caption={t.overview.latency}
      isEmpty={figures.totals.delivered === 0}
      series={[
        { name: 'p50', label: 'p50', color: '#009e73' },
        { name: 'p95', label: 'p95', color: '#e69f00', strokeDasharray: '6 3' },
        { name: 'p99', label: 'p99', color: '#cc79a7', strokeDasharray: '2 3' },
      ]}
      valuesOf={({ p50_ms, p95_ms, p99_ms }) => ({ p50: p50_ms, p95: p95_ms, p99: p99_ms })}
      format={durationText}
      draw={(props) => (
        <LineChart
          {...props}
          connectNulls
          lineProps={{ isAnimationActive: false }}
          lineChartProps={{ accessibilityLayer: false }}
          valueFormatter={durationText}
          yAxisProps={{ width: 64 }}
        />
      )}
    />
  )
}

import '@mantine/charts/styles.css'
import { BarChart, LineChart } from '@mantine/charts'
import { Table, Text, VisuallyHidden } from '@mantine/core'
import type { StatisticsResponse } from '../../../src/contract/history/statistics.ts'
import { durationText } from '../../parts/time/time-text.ts'
import { useLanguage, useText } from '../../text/text-provider.tsx'

type Figures = StatisticsResponse
type Row = Readonly<Record<string, number | string | undefined>>

interface Series {
  readonly name: string
  readonly label: string
  /** Of the set by Okabe and Ito, which colour-blind people tell apart; lines differ in their dashes too. */
  readonly color: string
  readonly strokeDasharray?: string
}

const DAY_MS = 86_400_000

/** What was delivered, what failed and what is on its way, by when it came. */
export function ThroughputChart({ figures }: { readonly figures: Figures }) {
  const t = useText()
  const timeOf = useBucketTimes(figures)
  const series: Series[] = [
    { name: 'delivered', label: t.states.success, color: '#0072b2' },
    { name: 'failed', label: t.states.error, color: '#d55e00' },
    { name: 'others', label: t.overview.others, color: '#999999' },
  ]
  const data: Row[] = figures.buckets.map(({ at, accepted, delivered, failed }) => ({
    at: timeOf(at),
    delivered,
    failed,
    others: accepted - delivered - failed,
  }))
  if (figures.totals.accepted === 0) return <Empty />
  return (
    <>
      <div aria-hidden>
        <BarChart
          className="chart"
          data={data as Record<string, number>[]}
          dataKey="at"
          series={series}
          type="stacked"
          withLegend
          barProps={{ isAnimationActive: false }}
          barChartProps={{ accessibilityLayer: false }}
          tickLine="none"
        />
      </div>
      <ChartTable caption={t.overview.throughput} data={data} series={series} />
    </>
  )
}

/** How long deliveries took, from accepted to delivered. */
export function LatencyChart({ figures }: { readonly figures: Figures }) {
  const t = useText()
  const timeOf = useBucketTimes(figures)
  const series: Series[] = [
    { name: 'p50', label: 'p50', color: '#009e73' },
    { name: 'p95', label: 'p95', color: '#e69f00', strokeDasharray: '6 3' },
    { name: 'p99', label: 'p99', color: '#cc79a7', strokeDasharray: '2 3' },
  ]
  const data: Row[] = figures.buckets.map(({ at, p50_ms, p95_ms, p99_ms }) => ({
    at: timeOf(at),
    p50: p50_ms,
    p95: p95_ms,
    p99: p99_ms,
  }))
  if (figures.totals.delivered === 0) return <Empty />
  return (
    <>
      <div aria-hidden>
        <LineChart
          className="chart"
          data={data as Record<string, number>[]}
          dataKey="at"
          series={series}
          withLegend
          connectNulls
          lineProps={{ isAnimationActive: false }}
          lineChartProps={{ accessibilityLayer: false }}
          valueFormatter={durationText}
          yAxisProps={{ width: 64 }}
          tickLine="none"
        />
      </div>
      <ChartTable caption={t.overview.latency} data={data} series={series} format={durationText} />
    </>
  )
}

function Empty() {
  const t = useText()
  return (
    <Text c="dimmed" className="chart">
      {t.overview.nothing}
    </Text>
  )
}

interface ChartTableProps {
  readonly caption: string
  readonly data: readonly Row[]
  readonly series: readonly Series[]
  readonly format?: (value: number) => string
}

/** The same figures for those who do not see the chart; pieces in which nothing happened are left out. */
function ChartTable({ caption, data, series, format = String }: ChartTableProps) {
  const t = useText()
  const filled = data.filter((row) => series.some(({ name }) => Number(row[name] ?? 0) > 0))
  return (
    <VisuallyHidden>
      <Table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t.history.when}</th>
            {series.map(({ name, label }) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {filled.map((row) => (
            <tr key={row['at']}>
              <th scope="row">{row['at']}</th>
              {series.map(({ name }) => (
                <td key={name}>{row[name] === undefined ? '–' : format(Number(row[name]))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </VisuallyHidden>
  )
}

/** Times as short as the length of the pieces allows. */
function useBucketTimes({ bucket_ms, buckets }: Figures): (at: string) => string {
  const { language } = useLanguage()
  const isWithinADay = bucket_ms * buckets.length <= 2 * DAY_MS
  const format = new Intl.DateTimeFormat(language, {
    ...(!isWithinADay && { month: 'short', day: 'numeric' }),
    ...(bucket_ms < DAY_MS && { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  })
  return (at) => format.format(new Date(at))
}

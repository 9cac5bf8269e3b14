import '@mantine/charts/styles.css'
import { Table, Text, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import type { StatisticsResponse } from '../../../src/contract/history/statistics.ts'
import { useLanguage, useText } from '../../text/text-provider.tsx'

type Bucket = StatisticsResponse['buckets'][number]
type Values = Readonly<Record<string, number | undefined>>
type Row = Readonly<Record<string, number | string | undefined>>

export interface Series {
  readonly name: string
  readonly label: string
  /** From the palette of Okabe and Ito, which colour-blind people can tell apart. */
  readonly color: string
  /** Lines differ in their dashes too. */
  readonly strokeDasharray?: string
}

/** The properties that all charts of figures over time share. */
interface ChartProps {
  readonly className: string
  readonly data: Record<string, number>[]
  readonly dataKey: string
  readonly series: Series[]
  readonly withLegend: true
  readonly tickLine: 'none'
}

interface FiguresChartProps {
  readonly figures: StatisticsResponse
  readonly caption: string
  readonly series: readonly Series[]
  /** Whether the period has nothing to draw. */
  readonly isEmpty: boolean
  /** The value of each series in a bucket; undefined where it has none. */
  readonly valuesOf: (bucket: Bucket) => Values
  readonly format?: (value: number) => string
  readonly draw: (props: ChartProps) => ReactNode
}

const DAY_MS = 86_400_000

/** Figures over time as a chart, and as a table for screen readers. */
export function FiguresChart({
  figures,
  caption,
  series,
  isEmpty,
  valuesOf,
  format,
  draw,
}: FiguresChartProps) {
  const t = useText()
  const timeOf = useBucketTimes(figures)
  if (isEmpty)
    return (
      <Text c="dimmed" className="chart">
        {t.overview.nothing}
      </Text>
    )
  const data: Row[] = figures.buckets.map((bucket) => ({ at: timeOf(bucket.at), ...valuesOf(bucket) }))
  return (
    <>
      <div aria-hidden>
        {draw({
          className: 'chart',
          data: data as Record<string, number>[],
          dataKey: 'at',
          series: [...series],
          withLegend: true,
          tickLine: 'none',
        })}
      </div>
      <ChartTable caption={caption} data={data} series={series} format={format} />
    </>
  )
}

interface ChartTableProps extends Pick<FiguresChartProps, 'caption' | 'series'> {
  readonly data: readonly Row[]
  readonly format: FiguresChartProps['format'] | undefined
}

/** The same figures as a table. It leaves out buckets in which nothing happened. */
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

/** Formats the time of a bucket, as short as the length of the buckets allows. */
function useBucketTimes({ bucket_ms, buckets }: StatisticsResponse): (at: string) => string {
  const { language } = useLanguage()
  const isWithinADay = bucket_ms * buckets.length <= 2 * DAY_MS
  const format = new Intl.DateTimeFormat(language, {
    ...(!isWithinADay && { month: 'short', day: 'numeric' }),
    ...(bucket_ms < DAY_MS && { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  })
  return (at) => format.format(new Date(at))
}

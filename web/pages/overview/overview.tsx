import { Alert, Card, SegmentedControl, SimpleGrid, Skeleton, Stack, Title } from '@mantine/core'
import { Info } from 'lucide-react'
import { Suspense } from 'react'
import { later } from '../../api/client/later.tsx'
import type { StatisticsResponse } from '../../../src/contract/history/statistics.ts'
import type { Scope } from '../../api/client/scope.ts'
import { usePolicyHealth } from '../../api/policy-health.ts'
import { useStatistics } from '../../api/statistics.ts'
import { HoldNote } from '../../parts/hold-note.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { exactTime } from '../../parts/time/time-text.ts'
import { useUrlFilter } from '../../parts/lists/use-url-filter.ts'
import { useLanguage, useText } from '../../text/text-provider.tsx'
import { type Period, PERIODS, isPeriod, useSince } from '../history/period.ts'
import { Figures } from './figures.tsx'
import { WORST, WorstWebhooks } from './worst-webhooks.tsx'

// The charts weigh as much as all the rest: the figures do not wait for them.
const ThroughputChart = later(async () => (await import('./charts.tsx')).ThroughputChart)
const LatencyChart = later(async () => (await import('./charts.tsx')).LatencyChart)

/** The webhooks that need a look, the figures of a period, and two charts. */
export function Overview({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const [{ period = 'day' }, patch] = useUrlFilter(['period'])
  const chosen: Period = isPeriod(period) ? period : 'day'
  const since = useSince()(chosen) ?? ''
  const statistics = useStatistics(scope, since)
  // They stand above the rest, which would move when they come.
  const worst = usePolicyHealth(scope, WORST)
  if (worst.isPending) return <Loaded query={worst}>{() => null}</Loaded>
  return (
    <Stack gap="lg">
      <HoldNote scope={scope} />
      <WorstWebhooks scope={scope} />
      <div className="periods">
        <SegmentedControl
          aria-label={t.history.period}
          data={PERIODS.map((one) => ({ value: one, label: t.periods[one] }))}
          value={chosen}
          onChange={(one) => patch({ period: one })}
          className="surface"
          fullWidth
        />
      </div>
      <Loaded query={statistics}>{(figures) => <Panels figures={figures} />}</Loaded>
    </Stack>
  )
}

function Panels({ figures }: { readonly figures: StatisticsResponse }) {
  const t = useText()
  const { language } = useLanguage()
  return (
    <Stack gap="lg">
      {figures.complete_since !== undefined && (
        <Alert icon={<Info size={18} />} color="gray">
          {t.overview.completeSince(exactTime(figures.complete_since, language))}
        </Alert>
      )}
      <Figures totals={figures.totals} />
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Card>
          <Title order={2} size="h4" mb="md">
            {t.overview.throughput}
          </Title>
          <Suspense fallback={<Skeleton className="chart" />}>
            <ThroughputChart figures={figures} />
          </Suspense>
        </Card>
        <Card>
          <Title order={2} size="h4" mb="md">
            {t.overview.latency}
          </Title>
          <Suspense fallback={<Skeleton className="chart" />}>
            <LatencyChart figures={figures} />
          </Suspense>
        </Card>
      </SimpleGrid>
    </Stack>
  )
}

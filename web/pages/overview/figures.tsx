import { Card, SimpleGrid, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { StatisticsResponse } from '../../../src/contract/history/statistics.ts'
import { Time } from '../../parts/time/time.tsx'
import { useLanguage, useText } from '../../text/text-provider.tsx'

/** The key figures; a zero that says nothing is left out. */
export function Figures({ totals }: { readonly totals: StatisticsResponse['totals'] }) {
  const t = useText()
  const { language } = useLanguage()
  const number = new Intl.NumberFormat(language)
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 })
  const { accepted, delivered, failed, stopped, expired, redelivered, pending, oldest_pending_at } = totals
  const ended = delivered + failed + expired
  if (accepted === 0 && pending === 0)
    return (
      <Card padding="md">
        <Text c="dimmed">{t.overview.nothing}</Text>
      </Card>
    )
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }}>
      <Figure label={t.overview.accepted} value={number.format(accepted)}>
        {t.account.delivered(delivered)}
      </Figure>
      <Figure label={t.overview.success} value={ended === 0 ? '–' : percent.format(delivered / ended)}>
        {ended > 0 && t.overview.ofEnded(ended)}
      </Figure>
      <Figure label={t.overview.notDelivered} value={number.format(failed + expired)}>
        {stopped > 0 && <div>{t.overview.stoppedToo(stopped)}</div>}
        {redelivered > 0 && <div>{t.overview.recovered(redelivered)}</div>}
      </Figure>
      <Figure label={t.overview.waiting} value={number.format(pending)}>
        {oldest_pending_at === undefined ? (
          t.overview.nothingWaits
        ) : (
          <>
            {t.overview.oldest} <Time at={oldest_pending_at} />
          </>
        )}
      </Figure>
    </SimpleGrid>
  )
}

interface FigureProps {
  readonly label: string
  readonly value: string
  readonly children: ReactNode
}

function Figure({ label, value, children }: FigureProps) {
  return (
    <Card padding="md">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={28} fw={650} lh={1.3}>
        {value}
      </Text>
      <Text size="sm" c="dimmed" component="div">
        {children}
      </Text>
    </Card>
  )
}

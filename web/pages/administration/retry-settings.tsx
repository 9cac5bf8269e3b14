import { Table, Text } from '@mantine/core'
import type { ConfigurationResponse } from '../../../src/contract/configuration.ts'
import { type RetryWait, retryRuleOf, retrySchedule } from '../../../src/contract/retry-settings.ts'
import { Facts } from '../../parts/facts.tsx'
import { ageText, durationText } from '../../parts/time/time-text.ts'
import { SectionHead } from '../../parts/section-head.tsx'
import { useLanguage, useText } from '../../text/text-provider.tsx'
import classes from './retry-settings.module.css'

/** The retry settings of the server, and the waits that follow from them. */
export function RetrySettings({ settings }: { readonly settings: ConfigurationResponse }) {
  const t = useText()
  const { language } = useLanguage()
  const rule = retryRuleOf(settings)
  const schedule = retrySchedule(rule)
  const deadline = durationText(settings.webhook_timeout_ms.value)
  return (
    <>
      <SectionHead title={t.configuration.retries} says={t.configuration.retriesHint} />
      <Facts
        facts={[
          [t.configuration.maxRetry, rule.maxRetry],
          [t.configuration.initialWait, durationText(rule.initialWaitMs)],
          [t.configuration.factor, rule.factor],
          [
            t.configuration.randomization,
            new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(
              rule.randomization,
            ),
          ],
          [t.configuration.maxWait, durationText(rule.maxWaitMs)],
          [t.configuration.deadline, deadline],
          [t.configuration.maxAge, ageText(settings.webhook_max_age_ms.value, language)],
        ]}
      />
      {schedule.length === 0 ? (
        <Text mt="md">{t.configuration.noRetries}</Text>
      ) : (
        <>
          <Schedule schedule={schedule} />
          <Text size="sm" c="dimmed">
            {t.configuration.deadlineHint(deadline)}
          </Text>
        </>
      )}
    </>
  )
}

/** A row for each retry. The bars show the same as the words beside them. */
function Schedule({ schedule }: { readonly schedule: readonly RetryWait[] }) {
  const t = useText()
  const longestMs = Math.max(...schedule.map((wait) => wait.longestMs))
  return (
    <Table className="cards" my="sm">
      <Table.Caption className={classes['caption']}>{t.configuration.schedule}</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t.configuration.retry}</Table.Th>
          <Table.Th>{t.configuration.wait}</Table.Th>
          <Table.Th>{t.configuration.sinceFirst}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {schedule.map((wait, index) => (
          <Table.Tr key={wait.retry}>
            <Table.Td data-label={t.configuration.retry}>{wait.retry}</Table.Td>
            <Table.Td data-label={t.configuration.wait}>
              <div>
                <Range {...wait} />
                {wait.mayGiveUp && ` ${t.configuration.mayGiveUp}`}
                <Bar {...wait} wholeMs={longestMs} />
              </div>
            </Table.Td>
            <Table.Td data-label={t.configuration.sinceFirst}>
              <Range {...sumOf(schedule.slice(0, index + 1))} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** Solid up to the shortest wait, lighter up to the longest. */
function Bar({ shortestMs, longestMs, wholeMs }: RetryWait & { readonly wholeMs: number }) {
  return (
    <div aria-hidden className={classes['longest']} style={{ width: `${(longestMs / wholeMs) * 100}%` }}>
      <div className={classes['shortest']} style={{ width: `${(shortestMs / longestMs) * 100}%` }} />
    </div>
  )
}

function Range({ shortestMs, longestMs }: Pick<RetryWait, 'shortestMs' | 'longestMs'>) {
  const t = useText()
  return t.configuration.from(durationText(shortestMs), durationText(longestMs))
}

function sumOf(waits: readonly RetryWait[]): Pick<RetryWait, 'shortestMs' | 'longestMs'> {
  return {
    shortestMs: waits.reduce((sum, { shortestMs }) => sum + shortestMs, 0),
    longestMs: waits.reduce((sum, { longestMs }) => sum + longestMs, 0),
  }
}

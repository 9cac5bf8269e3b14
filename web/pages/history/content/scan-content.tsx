import { Group, Stack, Text, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { useState } from 'react'
import type { ScanBody } from '../../../../src/contract/history/event-content.ts'
import { Facts } from '../../../parts/facts.tsx'
import { durationText } from '../../../parts/time/time-text.ts'
import { WebLink } from '../../../parts/web-link.tsx'
import { useText } from '../../../text/text-provider.tsx'
import { wordsFor } from '../../../text/words-for.ts'
import { FindingTable } from './finding-table.tsx'
import { Severity } from './severity.tsx'

/** Below so many findings nobody searches among them. */
const SEARCHED_FROM = 10

/** A scan: its result in numbers, then its findings. */
export function ScanContent({ scan }: { readonly scan: ScanBody }) {
  const t = useText()
  const [typed, setTyped] = useState('')
  const { findings, error, link, scanner, duration_seconds, severity, truncated } = scan
  const part = typed.trim().toLowerCase()
  const shown = findings.filter((finding) =>
    [finding.id, finding.package, finding.severity, finding.description ?? ''].some((text) =>
      text.toLowerCase().includes(part),
    ),
  )
  return (
    <Stack gap="sm">
      {error !== undefined && (
        <Text c="var(--mantine-color-error)" className="path">
          {error}
        </Text>
      )}
      <Facts
        facts={[
          ...(severity === undefined
            ? []
            : [[t.content.severity, <Severity key="severity" of={severity} />] as const]),
          [t.content.found, <Counts key="found" scan={scan} />],
          ...(scanner === undefined ? [] : [[t.content.scanner, scanner] as const]),
          ...(duration_seconds === undefined
            ? []
            : [[t.lists.took, durationText(duration_seconds * 1000)] as const]),
          ...(link === undefined
            ? []
            : [
                [
                  t.content.report,
                  <WebLink key="link" href={link}>
                    {link}
                  </WebLink>,
                ] as const,
              ]),
        ]}
      />
      {findings.length >= SEARCHED_FROM && (
        <TextInput
          size="xs"
          maw="22rem"
          leftSection={<Search size={14} aria-hidden />}
          aria-label={t.content.findFinding}
          placeholder={t.content.findFinding}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {findings.length > 0 && <FindingTable findings={shown} />}
      {truncated && (
        <Text size="sm" c="dimmed">
          {t.content.moreFindings}
        </Text>
      )}
    </Stack>
  )
}

function Counts({ scan: { by_severity, fixable } }: { readonly scan: ScanBody }) {
  const t = useText()
  const counts = Object.entries(by_severity).filter(([, count]) => count > 0)
  if (counts.length === 0) return t.content.nothingFound
  return (
    <Group gap="md" component="span">
      {counts.map(([severity, count]) => (
        <span key={severity}>
          {count} {wordsFor(t.content.severities, severity) ?? severity}
        </span>
      ))}
      {fixable !== undefined && (
        <Text span c="dimmed" inherit>
          {t.content.fixable(fixable)}
        </Text>
      )}
    </Group>
  )
}

import { Text } from '@mantine/core'
import type { FindingBody } from '../../../../src/contract/history/event-content.ts'
import { type Column, RowTable } from '../../../parts/lists/row-table.tsx'
import { WebLink } from '../../../parts/web-link.tsx'
import { useText } from '../../../text/text-provider.tsx'
import { wordsFor } from '../../../text/words-for.ts'
import { Severity } from './severity.tsx'

/** The findings of a scan, worst first. */
export function FindingTable({ findings }: { readonly findings: readonly FindingBody[] }) {
  const t = useText()
  const columns: readonly Column<FindingBody>[] = [
    { label: t.content.severity, show: ({ severity }) => <Severity of={severity} /> },
    {
      label: t.content.finding,
      isName: true,
      isPath: true,
      show: (finding) => <FindingName finding={finding} />,
    },
    { label: t.content.package, isPath: true, show: ({ package: name }) => name },
    { label: t.content.version, isPath: true, show: ({ version }) => version ?? '–' },
    { label: t.content.fixedIn, isPath: true, show: ({ fix_version }) => fix_version ?? t.content.noFix },
  ]
  if (findings.length === 0) return <Text c="dimmed">{t.list.noneFound}</Text>
  return (
    <div className="long-content" tabIndex={0} role="region" aria-label={t.content.findings}>
      <RowTable rows={findings} keyOf={keyOf} columns={columns} isDense />
    </div>
  )
}

function FindingName({ finding: { id, kind, links, description } }: { readonly finding: FindingBody }) {
  const t = useText()
  return (
    <>
      <WebLink href={links[0]}>{id}</WebLink>
      {kind !== 'vulnerability' && (
        <Text span size="sm" c="dimmed" fw={400}>{` ${wordsFor(t.content.kinds, kind) ?? kind}`}</Text>
      )}
      {description !== undefined && (
        <Text size="sm" c="dimmed" fw={400} lineClamp={2} maw="34rem">
          {description}
        </Text>
      )}
    </>
  )
}

function keyOf({ id, package: name, version }: FindingBody): string {
  return `${id} ${name} ${version ?? ''}`
}

import { Stack, Text } from '@mantine/core'
import { Facts } from '../../../parts/facts.tsx'
import { type Column, RowTable } from '../../../parts/lists/row-table.tsx'
import { useText } from '../../../text/text-provider.tsx'
import { wordsFor } from '../../../text/words-for.ts'
import { type ReportedObject, cellText, factsOf, tablesOf } from './reported-object.ts'

/** An object as Harbor reported it: its values as facts, its lists of artifacts and rules as tables. */
export function ObjectContent({ object }: { readonly object: ReportedObject }) {
  const t = useText()
  const labelOf = (name: string): string => wordsFor(t.content.fields, name) ?? name.replaceAll('_', ' ')
  return (
    <Stack gap="md">
      <Facts facts={factsOf(object).map(([path, value]) => [path.map(labelOf).join(' · '), value])} />
      {tablesOf(object).map(([name, rows]) => (
        <div key={name}>
          <Text fw={600} mb={4}>
            {labelOf(name)} ({rows.length})
          </Text>
          <div className="long-content" tabIndex={0} role="region" aria-label={labelOf(name)}>
            <RowTable
              rows={rows.map((row, index) => ({ row, index }))}
              keyOf={({ index }) => index}
              columns={columnsOf(rows, labelOf)}
              isDense
            />
          </div>
        </div>
      ))}
    </Stack>
  )
}

function columnsOf(
  rows: readonly ReportedObject[],
  labelOf: (name: string) => string,
): readonly Column<{ readonly row: ReportedObject }>[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return names.map((name) => ({
    label: labelOf(name),
    isPath: true,
    show: ({ row }) => cellText(row[name]),
  }))
}

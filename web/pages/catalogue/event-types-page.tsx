import { Anchor, Card, Stack, Text, Title } from '@mantine/core'
import { Link } from 'wouter'
import { useEventTypes } from '../../api/event-catalogue.ts'
import { eventTypePage } from '../../parts/event-type-link.tsx'
import { eventTypeText } from '../../parts/event-type-label.tsx'
import { groupEventTypes } from '../../parts/event-types.ts'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { RowTable } from '../../parts/lists/row-table.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { wordsFor } from '../../text/words-for.ts'

/** Every event type with its meaning. */
export function EventTypesPage() {
  const t = useText()
  const types = useEventTypes()
  return (
    <>
      <PageHead title={t.eventCatalogue.place} says={t.eventCatalogue.says} />
      <Loaded query={types}>
        {(all) => (
          <Stack>
            {groupEventTypes(all.map(({ event_type }) => event_type)).map(([group, ofGroup]) => (
              <Card key={group}>
                <Title order={2} size="h4" mb="xs">
                  {t.eventGroups[group]}
                </Title>
                <TypeTable types={ofGroup} />
              </Card>
            ))}
          </Stack>
        )}
      </Loaded>
    </>
  )
}

function TypeTable({ types }: { readonly types: readonly string[] }) {
  const t = useText()
  return (
    <RowTable
      rows={types}
      keyOf={(type) => type}
      isDense
      columns={[
        {
          label: t.eventCatalogue.type,
          width: '16rem',
          show: (type) => (
            <>
              <Anchor component={Link} href={eventTypePage(type)} fw={600}>
                {eventTypeText(type, t)}
              </Anchor>
              <Text size="xs" c="dimmed" className="path">
                {type}
              </Text>
            </>
          ),
        },
        {
          label: t.eventCatalogue.meaning,
          show: (type) => wordsFor(t.eventCatalogue.meanings, type) ?? '',
        },
      ]}
    />
  )
}

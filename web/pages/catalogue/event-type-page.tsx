import { Card, SimpleGrid, Title } from '@mantine/core'
import type { EventTypeResponse } from '../../../src/contract/webhooks/event-catalogue.ts'
import { useEventTypes } from '../../api/event-catalogue.ts'
import { BackLink } from '../../parts/back-link.tsx'
import { eventTypeText } from '../../parts/event-type-label.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { PageHead } from '../../parts/page-head.tsx'
import { useText } from '../../text/text-provider.tsx'
import { wordsFor } from '../../text/words-for.ts'
import { NotFoundPage } from '../not-found-page.tsx'
import { PayloadExamples } from './payload-examples.tsx'
import { PayloadSchema } from './payload-schema.tsx'
import { Receivers } from './receivers.tsx'

/** One event type: its meaning and names, who gets it, an example in each format, and the schema. */
export function EventTypePage({ type }: { readonly type: string }) {
  const t = useText()
  const types = useEventTypes()
  return (
    <Loaded query={types}>
      {(all) => {
        const found = all.find(({ event_type, proposal_name }) => [event_type, proposal_name].includes(type))
        if (found === undefined) return <NotFoundPage />
        return (
          <>
            <BackLink to="/event-types" label={t.eventCatalogue.place} />
            <Found type={found} />
          </>
        )
      }}
    </Loaded>
  )
}

function Found({ type }: { readonly type: EventTypeResponse }) {
  const t = useText()
  const { event_type: name, proposal_name: proposal, cloud_event_type: cloudEvents } = type
  return (
    <>
      <PageHead title={eventTypeText(name, t)} says={wordsFor(t.eventCatalogue.meanings, name)} />
      <SimpleGrid cols={{ base: 1, lg: 2 }} mb="lg">
        <Card>
          <Title order={2} size="h4" mb="sm">
            {t.eventCatalogue.names}
          </Title>
          <Facts
            facts={[
              [t.eventCatalogue.api, <code key="api">{name}</code>],
              [t.eventCatalogue.proposal, <code key="proposal">{proposal}</code>],
              [t.eventCatalogue.cloudEvents, <code key="cloud">{cloudEvents}</code>],
            ]}
          />
        </Card>
        <Receivers type={name} />
      </SimpleGrid>
      <PayloadExamples type={name} />
      <PayloadSchema type={name} />
    </>
  )
}

import { Anchor, Badge, Card, Text } from '@mantine/core'
import { Link } from 'wouter'
import type { SubscriberResponse } from '../../../src/contract/webhooks/event-catalogue.ts'
import { useSubscribers } from '../../api/event-catalogue.ts'
import { Breakable } from '../../parts/breakable.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { RowTable } from '../../parts/lists/row-table.tsx'
import { SectionHead } from '../../parts/section-head.tsx'
import { useText } from '../../text/text-provider.tsx'

/** The webhooks that receive an event type, as far as the user may see them. */
export function Receivers({ type }: { readonly type: string }) {
  const t = useText()
  const subscribers = useSubscribers(type)
  return (
    <Card>
      <SectionHead title={t.eventCatalogue.receivers} says={t.eventCatalogue.receiversSay} />
      <Loaded query={subscribers}>
        {({ items, more }) => (
          <>
            {items.length === 0 ? (
              <Text size="sm">{t.eventCatalogue.noReceivers}</Text>
            ) : (
              <ReceiverTable items={items} />
            )}
            {more && <Text size="sm">{t.eventCatalogue.moreReceivers}</Text>}
          </>
        )}
      </Loaded>
    </Card>
  )
}

function ReceiverTable({ items }: { readonly items: readonly SubscriberResponse[] }) {
  const t = useText()
  return (
    <RowTable
      rows={items}
      keyOf={({ policy_id }) => policy_id}
      isDense
      columns={[
        { label: t.history.webhook, show: (row) => <Receiver row={row} /> },
        {
          label: t.shell.project,
          isPath: true,
          show: ({ project_name: project }) => project ?? t.eventCatalogue.global,
        },
      ]}
    />
  )
}

function Receiver({ row }: { readonly row: SubscriberResponse }) {
  const t = useText()
  const { policy_id: id, policy_name: name, project_name: project, enabled } = row
  const scope = project === undefined ? '' : `/projects/${encodeURIComponent(project)}`
  return (
    <>
      <Anchor component={Link} href={`${scope}/webhooks/${id}`} fw={600}>
        <Breakable text={name === '' ? `#${id}` : name} />
      </Anchor>{' '}
      {!enabled && (
        <Badge variant="default" size="sm">
          {t.eventCatalogue.disabled}
        </Badge>
      )}
    </>
  )
}

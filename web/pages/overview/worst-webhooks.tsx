import { Anchor, Card, Group, Title } from '@mantine/core'
import { Link } from 'wouter'
import type { Scope } from '../../api/client/scope.ts'
import { usePolicyHealth } from '../../api/policy-health.ts'
import { useText } from '../../text/text-provider.tsx'
import { HealthTable } from '../webhooks/health-table.tsx'

export const WORST = { sort: 'state', page_size: 8 } as const

/** The webhooks of a scope, those that fail first; nothing while there are none. */
export function WorstWebhooks({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const { data } = usePolicyHealth(scope, WORST)
  if (data === undefined || data.items.length === 0) return null
  return (
    <Card>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          {t.webhooks.worst}
        </Title>
        <Anchor component={Link} href={`${scope.page}/webhooks`} size="sm">
          {t.webhooks.all(data.total)}
        </Anchor>
      </Group>
      <HealthTable scope={scope} rows={data.items} isBrief />
    </Card>
  )
}

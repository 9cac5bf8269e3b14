import { Anchor, Group, Text } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import { Link } from 'wouter'
import type { StatisticsResponse } from '../../../src/contract/history/statistics.ts'
import type { Scope } from '../../api/client/scope.ts'
import { RowTable } from '../../parts/lists/row-table.tsx'
import { useText } from '../../text/text-provider.tsx'

interface FailingTargetsProps {
  readonly scope: Scope
  readonly targets: StatisticsResponse['failing_targets']
}

/** The failing targets, worst first, each with a link to its failed deliveries. */
export function FailingTargets({ scope, targets }: FailingTargetsProps) {
  const t = useText()
  if (targets.length === 0)
    return (
      <Group gap="xs" c="dimmed">
        <CircleCheck size={18} aria-hidden />
        <Text>{t.overview.noneFails}</Text>
      </Group>
    )
  return (
    <RowTable
      rows={targets}
      keyOf={({ target_id }) => target_id}
      columns={[
        {
          label: t.policy.targets,
          isPath: true,
          show: ({ policy_id, address }) => (
            <Anchor
              component={Link}
              href={`${scope.page}/deliveries?state=error,pending&policy_id=${policy_id}`}
            >
              {address}
            </Anchor>
          ),
        },
        { label: t.states.error, show: ({ failed }) => failed },
        { label: t.health.retrying, show: ({ pending }) => pending },
        { label: t.overview.lastFailure, isPath: true, show: ({ last_failure }) => last_failure },
      ]}
    />
  )
}

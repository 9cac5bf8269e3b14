import { Anchor, Group, Table, Text } from '@mantine/core'
import { CircleCheck } from 'lucide-react'
import { Link } from 'wouter'
import type { StatisticsResponse } from '../../../src/contract/statistics.ts'
import type { Scope } from '../../api/scope.ts'
import { useText } from '../../text/text-provider.tsx'

interface FailingTargetsProps {
  readonly scope: Scope
  readonly targets: StatisticsResponse['failing_targets']
}

/** The targets that need somebody, worst first, each with the way to its failed deliveries. */
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
    <Table className="cards">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t.policy.targets}</Table.Th>
          <Table.Th>{t.states.error}</Table.Th>
          <Table.Th>{t.health.retrying}</Table.Th>
          <Table.Th>{t.overview.lastFailure}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {targets.map((target) => (
          <Table.Tr key={target.target_id}>
            <Table.Td data-label={t.policy.targets}>
              <Anchor
                component={Link}
                href={`${scope.page}/deliveries?state=error,pending&policy_id=${target.policy_id}`}
                className="path"
              >
                {target.address}
              </Anchor>
            </Table.Td>
            <Table.Td data-label={t.states.error}>{target.failed}</Table.Td>
            <Table.Td data-label={t.health.retrying}>{target.pending}</Table.Td>
            <Table.Td data-label={t.overview.lastFailure}>
              <Text size="sm" className="path">
                {target.last_failure}
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

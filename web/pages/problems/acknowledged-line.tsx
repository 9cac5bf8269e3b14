import { Button, Group, Text } from '@mantine/core'
import type { Problem } from '../../api/problems.ts'
import { useAcknowledge } from '../../api/problems.ts'
import { useMay } from '../../api/session.ts'
import { Time } from '../../parts/time/time.tsx'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'
import { scopeOf } from './problem-scope.ts'

/** Who looks after an open problem, and what they wrote; nothing while nobody does. */
export function AcknowledgedLine({ problem }: { readonly problem: Problem }) {
  const t = useText()
  const notice = useNotice()
  const scope = scopeOf(problem)
  const may = useMay(scope.project?.id ?? null)
  const acknowledge = useAcknowledge(scope)
  const { acknowledged, id, closed_at } = problem
  if (acknowledged === undefined || id === undefined || closed_at !== undefined) return null
  return (
    <Group gap="xs">
      <Text size="sm" component="div" className="path">
        {t.problems.acknowledgedBy(acknowledged.by)} <Time at={acknowledged.at} />
        {acknowledged.note !== undefined && `: ${acknowledged.note}`}
      </Text>
      {may('notification-policy:update') && (
        <Button
          variant="subtle"
          size="compact-sm"
          loading={acknowledge.isPending}
          onClick={() =>
            acknowledge.mutate({ id, acknowledged: false, note: '' }, { onError: notice.failed })
          }
        >
          {t.problems.takeBack}
        </Button>
      )}
    </Group>
  )
}

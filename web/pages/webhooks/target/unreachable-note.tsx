import { Alert, Button, Stack, Text } from '@mantine/core'
import { Play, Unplug } from 'lucide-react'
import type { TargetResponse } from '../../../../src/contract/webhooks/policy.ts'
import { usePauseTarget } from '../../../api/policies.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { useMay } from '../../../api/session.ts'
import { Time } from '../../../parts/time/time.tsx'
import { useNotice } from '../../../parts/use-notice.ts'
import { useText } from '../../../text/text-provider.tsx'

interface UnreachableNoteProps {
  readonly scope: Scope
  readonly target: TargetResponse
}

/** Says that a target gives no answer, why, and from when its deliveries expire, and offers to send them; nothing while it answers. */
export function UnreachableNote({ scope, target }: UnreachableNoteProps) {
  const t = useText()
  const notice = useNotice()
  const may = useMay(scope.project?.id ?? null)
  const resume = usePauseTarget(scope)
  const { unreachable } = target
  if (unreachable === undefined) return null
  return (
    <Alert color="red" icon={<Unplug size={18} />} title={t.unreachable.title}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t.unreachable.says}</Text>
        <Text size="sm" className="path">
          {t.unreachable.since} <Time at={unreachable.since} isLong />: {unreachable.reason}
        </Text>
        {unreachable.expires_from !== undefined && (
          <Text size="sm">
            {t.unreachable.expires} <Time at={unreachable.expires_from} isLong />
          </Text>
        )}
        {may('notification-policy:update') && (
          <Button
            variant="default"
            size="compact-sm"
            loading={resume.isPending}
            leftSection={<Play size={14} />}
            onClick={() => resume.mutate({ id: target.id, verb: 'resume' }, { onError: notice.failed })}
          >
            {t.unreachable.send}
          </Button>
        )}
      </Stack>
    </Alert>
  )
}

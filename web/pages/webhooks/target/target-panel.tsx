import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { CirclePause, KeyRound, Play, ShieldAlert } from 'lucide-react'
import type { PolicyResponse, TargetResponse } from '../../../../src/contract/webhooks/policy.ts'
import { usePauseTarget } from '../../../api/policies.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { useMay } from '../../../api/session.ts'
import { Breakable } from '../../../parts/breakable.tsx'
import { useNotice } from '../../../parts/use-notice.ts'
import { useText } from '../../../text/text-provider.tsx'
import { wordsFor } from '../../../text/words-for.ts'
import { TargetSignature } from './target-signature.tsx'
import { UnreachableNote } from './unreachable-note.tsx'

interface TargetPanelProps {
  readonly scope: Scope
  readonly policy: PolicyResponse
  readonly target: TargetResponse
}

/** A stored target: its address and options, whether it is paused or unreachable, and its signature. */
export function TargetPanel({ scope, policy, target }: TargetPanelProps) {
  const t = useText()
  const notice = useNotice()
  const may = useMay(scope.project?.id ?? null)
  const pause = usePauseTarget(scope)
  const isPaused = target.paused === true
  const toggle = (): void =>
    pause.mutate({ id: target.id, verb: isPaused ? 'resume' : 'pause' }, { onError: notice.failed })
  return (
    <Stack gap={6}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
        <Stack gap={6}>
          <Text fw={500}>
            <Breakable text={target.address} />
          </Text>
          <Group gap={6}>
            <Badge color="gray">{wordsFor(t.targetKinds, target.type)?.name ?? target.type}</Badge>
            {target.payload_format !== undefined && <Badge color="gray">{target.payload_format}</Badge>}
            {(target.has_auth_header === true || target.has_secret === true) && (
              <Badge color="gray" leftSection={<KeyRound size={12} aria-hidden />}>
                {t.policy.authenticates}
              </Badge>
            )}
            {target.skip_cert_verify === true && (
              <Badge color="orange" leftSection={<ShieldAlert size={12} aria-hidden />}>
                {t.policy.unverified}
              </Badge>
            )}
            {isPaused && (
              <Badge color="yellow" leftSection={<CirclePause size={12} aria-hidden />}>
                {t.policy.paused}
              </Badge>
            )}
          </Group>
        </Stack>
        {may('notification-policy:update') && (
          <Button
            variant="default"
            size="compact-sm"
            flex="none"
            loading={pause.isPending}
            leftSection={isPaused ? <Play size={14} /> : <CirclePause size={14} />}
            onClick={toggle}
            aria-label={isPaused ? t.policy.resumeOf(policy.name ?? '') : t.policy.pauseOf(policy.name ?? '')}
          >
            {isPaused ? t.policy.resume : t.policy.pause}
          </Button>
        )}
      </Group>
      {!isPaused && <UnreachableNote scope={scope} target={target} />}
      <TargetSignature scope={scope} policy={policy} target={target} />
    </Stack>
  )
}

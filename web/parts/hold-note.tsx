import { Alert, Button, Card, Group, Stack, Text } from '@mantine/core'
import { CirclePause, Play } from 'lucide-react'
import type { HoldResponse } from '../../src/contract/webhooks/hold.ts'
import { useChangeHold, useHold } from '../api/holds.ts'
import { type Scope, SYSTEM_SCOPE } from '../api/client/scope.ts'
import { useMay } from '../api/session.ts'
import { useText } from '../text/text-provider.tsx'
import { SectionHead } from './section-head.tsx'
import { Time } from './time/time.tsx'
import { useNotice } from './use-notice.ts'

type HoldScope = HoldResponse['holds'][number]['scope']

/** Says which holds concern the deliveries of a scope, and offers to release them; nothing while none does. */
export function HoldNote({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const { data } = useHold(scope)
  if (data?.held !== true) return null
  return (
    <Alert color="yellow" icon={<CirclePause size={18} />} mb="md" title={t.hold.title}>
      <Stack gap="xs">
        <Text size="sm">{t.hold.says}</Text>
        {data.holds.map(({ scope: of, since, by }) => (
          <Group key={of} justify="space-between">
            <Text size="sm">
              {t.hold.heldBy(of, by)} <Time at={since} isLong />
            </Text>
            <HoldButton scope={of === 'everything' ? SYSTEM_SCOPE : scope} verb="release" of={of} />
          </Group>
        ))}
      </Stack>
    </Alert>
  )
}

/** Holds the deliveries of a scope, or releases them, for those who may. */
export function HoldCard({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const { data } = useHold(scope)
  const of = scope.project === null ? 'everything' : 'project'
  const isHeld = data?.holds.some((hold) => hold.scope === of) === true
  return (
    <Card>
      <SectionHead title={t.hold.hold(of)} says={t.hold.hint} />
      <HoldNote scope={scope} />
      <div>{data !== undefined && !isHeld && <HoldButton scope={scope} verb="hold" of={of} />}</div>
    </Card>
  )
}

interface HoldButtonProps {
  readonly scope: Scope
  readonly verb: 'hold' | 'release'
  readonly of: HoldScope
}

function HoldButton({ scope, verb, of }: HoldButtonProps) {
  const t = useText()
  const notice = useNotice()
  const may = useMay(scope.project?.id ?? null)
  const change = useChangeHold(scope)
  if (!may('notification-policy:update')) return null
  return (
    <Button
      variant="default"
      size="compact-sm"
      loading={change.isPending}
      leftSection={verb === 'hold' ? <CirclePause size={14} /> : <Play size={14} />}
      onClick={() => change.mutate(verb, { onError: notice.failed })}
    >
      {t.hold[verb](of)}
    </Button>
  )
}

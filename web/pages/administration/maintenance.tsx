import { Card, Checkbox, Divider, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { SYSTEM_SCOPE } from '../../api/client/scope.ts'
import { useHold } from '../../api/holds.ts'
import { useChangeConfiguration } from '../../api/system.ts'
import { ConfirmDialog } from '../../parts/dialogs/confirm-dialog.tsx'
import { HoldButton } from '../../parts/hold-button.tsx'
import { SectionHead } from '../../parts/section-head.tsx'
import { Time } from '../../parts/time/time.tsx'
import { useNotice } from '../../parts/use-notice.ts'
import { useText } from '../../text/text-provider.tsx'

interface SwitchProps {
  readonly isOn: boolean
  /** Of the settings. */
  readonly etag: string
}

/** The two ways to send nothing for a while: the hold, which keeps everything for later, and the global switch, which does not. */
export function Maintenance(props: SwitchProps) {
  const t = useText()
  return (
    <Card>
      <SectionHead title={t.maintenance.title} says={t.maintenance.says} />
      <Hold />
      <Divider my="md" />
      <WebhooksEnabled {...props} />
    </Card>
  )
}

function Hold() {
  const t = useText()
  const { data } = useHold(SYSTEM_SCOPE)
  const hold = data?.holds[0]
  return (
    <Stack gap="xs">
      <Text fw={600}>{t.maintenance.hold}</Text>
      <Text size="sm" c="dimmed">
        {t.maintenance.holdSays}
      </Text>
      {data !== undefined && hold !== undefined && (
        <Text size="sm">
          {t.hold.heldBy('everything', hold.by)} <Time at={hold.since} isLong />.{' '}
          {t.hold.waiting(data.waiting)}
        </Text>
      )}
      {data !== undefined && hold === undefined && (
        <div>
          <HoldButton scope={SYSTEM_SCOPE} verb="hold" />
        </div>
      )}
    </Stack>
  )
}

/** The global switch. It asks before it turns webhooks off: what happens from then on is not sent later. */
function WebhooksEnabled({ isOn, etag }: SwitchProps) {
  const t = useText()
  const notice = useNotice()
  const change = useChangeConfiguration()
  const [isAsking, setAsking] = useState(false)
  const set = (wanted: boolean): void =>
    change.mutate(
      { wanted: { notification_enable: wanted }, etag },
      {
        onError: (error) => notice.failed(error),
        onSuccess: () => {
          setAsking(false)
          notice.done(t.saved)
        },
      },
    )
  return (
    <>
      <Checkbox
        label={t.configuration.webhooksEnabled}
        description={t.configuration.webhooksEnabledHint}
        checked={isOn}
        disabled={change.isPending}
        onChange={() => (isOn ? setAsking(true) : set(true))}
      />
      <ConfirmDialog
        isOpen={isAsking}
        title={t.configuration.offTitle}
        submit={t.configuration.off}
        isBusy={change.isPending}
        error={change.error}
        onClose={() => setAsking(false)}
        onConfirm={() => set(false)}
      >
        <Text>{t.configuration.offSays}</Text>
      </ConfirmDialog>
    </>
  )
}

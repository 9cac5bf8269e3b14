import { Stack, Tabs } from '@mantine/core'
import { useState } from 'react'
import type { DeliveryDetailResponse } from '../../../../src/contract/history/history.ts'
import { hasEnded, useTaskLog } from '../../../api/history.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { CopyBlock } from '../../../parts/copy-block.tsx'
import { Loaded } from '../../../parts/lists/loaded.tsx'
import { prettyJson } from '../../../parts/pretty-json.ts'
import { useText } from '../../../text/text-provider.tsx'
import { AttemptPicker } from './attempt-picker.tsx'
import { AttemptRecord } from './attempt-record.tsx'
import { BodiesRemoved, hasLostPayload } from '../bodies-removed.tsx'
import { Muted } from './delivery-summary.tsx'

interface DeliveryRecordProps {
  readonly scope: Scope
  readonly delivery: DeliveryDetailResponse
}

/** The record of a delivery: its attempts with response and request, the payload, and Harbor's log. */
export function DeliveryRecord({ scope, delivery }: DeliveryRecordProps) {
  const t = useText()
  return (
    <Tabs defaultValue="attempts" keepMounted={false}>
      <Tabs.List mb="sm">
        <Tabs.Tab value="attempts">{t.history.attempts}</Tabs.Tab>
        <Tabs.Tab value="payload">{t.history.payload}</Tabs.Tab>
        <Tabs.Tab value="log">{t.history.log}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="attempts">
        <Attempts delivery={delivery} />
      </Tabs.Panel>
      <Tabs.Panel value="payload">
        {delivery.payload === '' ? (
          hasLostPayload(delivery) ? (
            <BodiesRemoved until={delivery.bodies_kept_until} />
          ) : (
            <Muted>{t.history.notRendered}</Muted>
          )
        ) : (
          <Stack gap="xs">
            <Muted>{delivery.content_type}</Muted>
            <CopyBlock label={t.history.payload} content={prettyJson(delivery.payload)} />
          </Stack>
        )}
      </Tabs.Panel>
      <Tabs.Panel value="log">
        <TaskLog scope={scope} delivery={delivery} />
      </Tabs.Panel>
    </Tabs>
  )
}

/** All attempts in short, and the whole of one: the last one until another is chosen. */
function Attempts({ delivery }: Pick<DeliveryRecordProps, 'delivery'>) {
  const t = useText()
  const [chosen, setChosen] = useState<number | null>(null)
  const attempts = delivery.attempts_made
  const shown = attempts.find(({ number }) => number === chosen) ?? attempts.at(-1)
  if (shown === undefined)
    return delivery.attempts > 0 && hasEnded(delivery) ? (
      <BodiesRemoved until={delivery.bodies_kept_until} />
    ) : (
      <Muted>{t.history.noAttempts}</Muted>
    )
  return (
    <Stack gap="md">
      <AttemptPicker attempts={attempts} chosen={shown.number} onChoose={setChosen} />
      <AttemptRecord delivery={delivery} attempt={shown} />
    </Stack>
  )
}

function TaskLog({ scope, delivery }: DeliveryRecordProps) {
  const t = useText()
  const log = useTaskLog(scope, delivery)
  return <Loaded query={log}>{(text) => <CopyBlock label={t.history.log} content={text} />}</Loaded>
}

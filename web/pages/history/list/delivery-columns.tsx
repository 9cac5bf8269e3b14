import { useMemo } from 'react'
import type { DeliveryResponse } from '../../../../src/contract/history/history.ts'
import { EventTypeIcon } from '../../../parts/event-type-icon.tsx'
import type { DenseColumn } from '../../../parts/lists/dense/dense-column.ts'
import { StateMark } from '../../../parts/state-mark.tsx'
import { ClockTime } from '../../../parts/time/clock-time.tsx'
import { durationText } from '../../../parts/time/time-text.ts'
import type { Text } from '../../../text/english.ts'
import { shortAddress } from '../../../parts/short-address.ts'
import { useText } from '../../../text/text-provider.tsx'
import { AnswerCode } from '../answer-code.tsx'
import { eventTitle } from './event-columns.tsx'

/** The columns of a list of deliveries; the same object for every rendering. */
export function useDeliveryColumns(hasFixedPolicy: boolean): readonly DenseColumn<DeliveryResponse>[] {
  const t = useText()
  return useMemo(() => deliveryColumns(t, hasFixedPolicy), [t, hasFixedPolicy])
}

function deliveryColumns(t: Text, hasFixedPolicy: boolean): readonly DenseColumn<DeliveryResponse>[] {
  const webhook: DenseColumn<DeliveryResponse> = {
    name: 'webhook',
    label: t.history.webhook,
    width: 'minmax(6rem, 1fr)',
    from: 720,
    line: 2,
    grows: true,
    show: ({ policy_name }) => policy_name,
  }
  return [
    {
      name: 'state',
      label: t.history.state,
      width: '6.5rem',
      line: 1,
      show: ({ state, attempts }) => <StateMark state={state} attempts={attempts} />,
    },
    {
      name: 'time',
      label: t.lists.time,
      width: '6.5rem',
      line: 2,
      show: ({ created_at }) => <ClockTime at={created_at} />,
    },
    {
      name: 'status',
      label: t.lists.status,
      width: '5.5rem',
      isNumber: true,
      line: 2,
      show: ({ last_attempt }) => <AnswerCode of={last_attempt} />,
    },
    {
      name: 'artifact',
      label: t.history.artifact,
      width: 'minmax(8rem, 2fr)',
      isLink: true,
      line: 1,
      grows: true,
      show: (delivery) => (
        <>
          <EventTypeIcon type={delivery.event_type} />{' '}
          {eventTitle({ ...delivery, type: delivery.event_type }, t)}
        </>
      ),
    },
    ...(hasFixedPolicy ? [] : [webhook]),
    {
      name: 'target',
      label: t.lists.target,
      width: 'minmax(7rem, 1.2fr)',
      from: 900,
      show: ({ target_address }) => shortAddress(target_address),
    },
    {
      name: 'duration',
      label: t.lists.took,
      width: '4.5rem',
      isNumber: true,
      from: 640,
      show: ({ last_attempt }) => (last_attempt === undefined ? '–' : durationText(last_attempt.duration_ms)),
    },
  ]
}

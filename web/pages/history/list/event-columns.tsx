import { useMemo } from 'react'
import type { EventResponse } from '../../../../src/contract/history/history.ts'
import type { Scope } from '../../../api/client/scope.ts'
import { artifactName } from '../../../parts/artifact-name.ts'
import { EventTypeIcon } from '../../../parts/event-type-icon.tsx'
import { eventTypeText } from '../../../parts/event-type-label.tsx'
import type { DenseColumn } from '../../../parts/lists/dense/dense-column.ts'
import { ClockTime } from '../../../parts/time/clock-time.tsx'
import type { Text } from '../../../text/english.ts'
import { useText } from '../../../text/text-provider.tsx'
import { Account } from '../account.tsx'

/** The columns of a list of events; the same object for every rendering. */
export function useEventColumns({ project }: Scope): readonly DenseColumn<EventResponse>[] {
  const t = useText()
  const isOfSystem = project === null
  return useMemo(() => eventColumns(t, isOfSystem), [t, isOfSystem])
}

function eventColumns(t: Text, isOfSystem: boolean): readonly DenseColumn<EventResponse>[] {
  const project: DenseColumn<EventResponse> = {
    name: 'project',
    label: t.lists.project,
    width: 'minmax(4rem, 0.7fr)',
    from: 640,
    show: ({ project_name }) => project_name,
  }
  return [
    {
      name: 'time',
      label: t.lists.time,
      width: '6.5rem',
      line: 2,
      show: ({ accepted_at }) => <ClockTime at={accepted_at} />,
    },
    {
      name: 'type',
      label: t.eventType,
      width: '10rem',
      from: 760,
      show: ({ type }) => eventTypeText(type, t),
    },
    {
      name: 'artifact',
      label: t.history.artifact,
      width: 'minmax(9rem, 2fr)',
      isLink: true,
      line: 1,
      grows: true,
      show: (event) => (
        <>
          <EventTypeIcon type={event.type} /> {eventTitle(event, t)}
        </>
      ),
    },
    ...(isOfSystem ? [project] : []),
    {
      name: 'actor',
      label: t.lists.actor,
      width: 'minmax(4rem, 0.7fr)',
      from: 900,
      show: ({ operator }) => operator ?? '–',
    },
    {
      name: 'outcome',
      label: t.history.outcome,
      width: 'minmax(9rem, 1.6fr)',
      line: 2,
      grows: true,
      show: (event) => <Account event={event} />,
    },
  ]
}

/** What an event is called: its artifact, or of one that is about none its type, with its project if it has one. */
export function eventTitle(
  event: Pick<EventResponse, 'type' | 'repository' | 'tag' | 'project_name'>,
  t: Text,
): string {
  const type = eventTypeText(event.type, t)
  return artifactName(event) ?? (event.project_name === undefined ? type : `${type} · ${event.project_name}`)
}

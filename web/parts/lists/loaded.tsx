import { Skeleton, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { FailureNote } from '../failure-note.tsx'
import { useText } from '../../text/text-provider.tsx'

interface LoadedProps<Data> {
  readonly query: { readonly data: Data | undefined; readonly error: unknown }
  /** About how high the data will be, as a CSS length; that of three rows when left out. */
  readonly height?: string
  readonly children: (data: Data) => ReactNode
}

/** Shows loaded data, and a placeholder of about its size until then. Loaded data stays while the server cannot be reached. */
export function Loaded<Data>({ query: { data, error }, height, children }: LoadedProps<Data>) {
  const t = useText()
  if (data !== undefined) return children(data)
  if (error !== null) return <FailureNote error={error} />
  return (
    <Stack role="status" aria-label={t.loading} gap="sm">
      {height === undefined ? [0, 1, 2].map((row) => <Skeleton key={row} h={44} />) : <Skeleton h={height} />}
    </Stack>
  )
}

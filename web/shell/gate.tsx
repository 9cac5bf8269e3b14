import { Center, Loader } from '@mantine/core'
import { Suspense, useEffect } from 'react'
import { useMe } from '../api/session.ts'
import { useSessionEnded } from '../api/client/session-state.ts'
import { FailureNote } from '../parts/failure-note.tsx'
import { useText } from '../text/text-provider.tsx'
import { Inside } from './inside.ts'
import { rememberVisit } from './last-visit.ts'
import { LogInForm } from './log-in-form.tsx'
import { LogInPage } from './log-in-page.tsx'
import { Dialog } from '../parts/dialogs/dialog.tsx'

/**
 * Shows the console to logged-in users, and the log-in page to others. When a session ends, the log-in opens over the page,
 * so that nothing typed is lost.
 */
export function Gate() {
  const t = useText()
  const { data: me, error, isPending } = useMe()
  const hasEnded = useSessionEnded()
  useEffect(() => {
    if (me !== undefined) rememberVisit(me !== null)
  }, [me])
  if (isPending) return <Waiting />
  if (me === undefined)
    return (
      <Center mih="100dvh" p="md">
        <FailureNote error={error} />
      </Center>
    )
  if (me === null) return <LogInPage />
  return (
    <>
      <Suspense fallback={<Waiting />}>
        <Inside />
      </Suspense>
      <Dialog
        opened={hasEnded}
        onClose={() => undefined}
        withCloseButton={false}
        title={t.login.ended}
        overlayProps={{ backgroundOpacity: 0.6, blur: 2 }}
      >
        <LogInForm name={me.username} />
      </Dialog>
    </>
  )
}

function Waiting() {
  const t = useText()
  return (
    <Center mih="100dvh">
      <Loader aria-label={t.loading} />
    </Center>
  )
}

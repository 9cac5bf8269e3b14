import { Center, Loader, Modal } from '@mantine/core'
import { Suspense, useEffect, useRef } from 'react'
import { useMe } from '../api/session.ts'
import { useSessionEnded } from '../api/client/session-state.ts'
import { FailureNote } from '../parts/failure-note.tsx'
import { useText } from '../text/text-provider.tsx'
import { Inside } from './inside.ts'
import { rememberVisit } from './last-visit.ts'
import { LogInForm } from './log-in-form.tsx'
import { LogInPage } from './log-in-page.tsx'

/**
 * Shows the console to logged-in users, and the log-in page to others. When a session ends, the log-in opens over the page,
 * so that nothing typed is lost.
 */
export function Gate() {
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
      <LogInAgain name={me.username} hasEnded={hasEnded} />
    </>
  )
}

/** Above the notices and the palette, which are above all other dialogs. */
const ABOVE_ALL = 10_000

/** The log-in over the page and over whatever dialog is open there. It closes only when the session goes on. */
function LogInAgain({ name, hasEnded }: { readonly name: string; readonly hasEnded: boolean }) {
  const t = useText()
  const goBack = useLastFocus(hasEnded)
  return (
    <Modal
      centered
      opened={hasEnded}
      onClose={() => undefined}
      withCloseButton={false}
      title={t.login.ended}
      overlayProps={{ backgroundOpacity: 0.6, blur: 2 }}
      zIndex={ABOVE_ALL}
      returnFocus={false}
      onExitTransitionEnd={goBack}
    >
      <LogInForm name={name} />
    </Modal>
  )
}

/**
 * Goes back to what had the focus last before the session ended. The library would go where the focus is when the log-in opens:
 * nowhere, where a button is disabled while the server works.
 */
function useLastFocus(hasEnded: boolean): () => void {
  const last = useRef<HTMLElement>(null)
  useEffect(() => {
    if (hasEnded) return undefined
    const notice = ({ target }: FocusEvent): void => {
      if (target instanceof HTMLElement) last.current = target
    }
    document.addEventListener('focusin', notice)
    return () => document.removeEventListener('focusin', notice)
  }, [hasEnded])
  return () => last.current?.focus()
}

function Waiting() {
  const t = useText()
  return (
    <Center mih="100dvh">
      <Loader aria-label={t.loading} />
    </Center>
  )
}

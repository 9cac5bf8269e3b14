import { Modal, type ModalProps } from '@mantine/core'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useSessionEnded } from '../../api/client/session-state.ts'
import { useText } from '../../text/text-provider.tsx'
import { DiscardNote } from './discard-note.tsx'
import { UnsavedContext } from './unsaved.ts'

/**
 * A dialog over the page. It asks before it closes over what was typed in it, and gives way to the log-in while the session is
 * over.
 */
export function Dialog({ onClose, children, closeOnClickOutside, ...props }: ModalProps) {
  const t = useText()
  const hasEnded = useSessionEnded()
  // The state is drawn a moment later, and Escape may come before that.
  const wouldLose = useRef(false)
  const [isUnsaved, setUnsaved] = useState(false)
  const [asks, setAsks] = useState(false)
  useFocusBack(props.opened)
  const unsaved = useMemo(
    () => ({
      report: (isUnsaved: boolean): void => {
        wouldLose.current = isUnsaved
        setUnsaved(isUnsaved)
      },
    }),
    [],
  )
  const close = (): void => {
    setAsks(false)
    onClose()
  }
  return (
    <Modal
      centered
      closeButtonProps={{ 'aria-label': t.close }}
      {...props}
      onClose={() => (wouldLose.current ? setAsks(true) : close())}
      closeOnEscape={!hasEnded && props.closeOnEscape !== false}
      closeOnClickOutside={!hasEnded && closeOnClickOutside !== false}
      trapFocus={!hasEnded}
      returnFocus={false}
      inert={hasEnded}
    >
      {asks && isUnsaved && <DiscardNote onKeep={() => setAsks(false)} onDiscard={close} />}
      <UnsavedContext value={unsaved}>{children}</UnsavedContext>
    </Modal>
  )
}

/** Brings the focus back to what opened the dialog. The library forgets that of a dialog that is open when it comes into the page. */
function useFocusBack(isOpen: boolean): void {
  useLayoutEffect(() => {
    const opener = isOpen ? document.activeElement : null
    return () => {
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true })
    }
  }, [isOpen])
}

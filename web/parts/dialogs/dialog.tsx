import { Modal, type ModalProps } from '@mantine/core'
import { useText } from '../../text/text-provider.tsx'

/** A dialog over the page. */
export function Dialog(props: ModalProps) {
  const t = useText()
  return <Modal centered closeButtonProps={{ 'aria-label': t.close }} {...props} />
}

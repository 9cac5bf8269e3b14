import { Button } from '@mantine/core'
import { ArrowUp } from 'lucide-react'

interface FreshRowsProps {
  readonly followed: {
    readonly freshCount: number
    readonly hasMoreFresh: boolean
    readonly showFresh: () => void
  }
  readonly toBeginning: () => void
  /** The number of new rows, in words. */
  readonly says: (count: number, orMore: boolean) => string
}

/** A button with the number of new rows, over the list so that nothing moves. It shows them. */
export function FreshRows({ followed, toBeginning, says }: FreshRowsProps) {
  const { freshCount, hasMoreFresh, showFresh } = followed
  const show = (): void => {
    showFresh()
    toBeginning()
  }
  return (
    <div role="status" className="fresh-rows">
      {freshCount > 0 && (
        <Button size="xs" radius="xl" leftSection={<ArrowUp size={14} aria-hidden />} onClick={show}>
          {says(freshCount, hasMoreFresh)}
        </Button>
      )}
    </div>
  )
}

import { Button, Card } from '@mantine/core'
import { useState } from 'react'
import { usePayloadSchema } from '../../api/event-catalogue.ts'
import { CopyBlock } from '../../parts/copy-block.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { SectionHead } from '../../parts/section-head.tsx'
import { useText } from '../../text/text-provider.tsx'

/** The schema of an event type, for those who want to see it. */
export function PayloadSchema({ type }: { readonly type: string }) {
  const t = useText()
  const [isShown, setShown] = useState(false)
  const schema = usePayloadSchema(type, isShown)
  return (
    <Card>
      <SectionHead title={t.eventCatalogue.schema} says={t.eventCatalogue.schemaSays} />
      <div>
        <Button
          variant="default"
          size="compact-sm"
          mb="sm"
          aria-expanded={isShown}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? t.eventCatalogue.hideSchema : t.eventCatalogue.showSchema}
        </Button>
      </div>
      {isShown && (
        <Loaded query={schema}>
          {(found) => <CopyBlock label={t.eventCatalogue.schema} content={JSON.stringify(found, null, 2)} />}
        </Loaded>
      )}
    </Card>
  )
}

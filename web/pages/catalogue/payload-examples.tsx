import { Card, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { PayloadExampleResponse } from '../../../src/contract/webhooks/event-catalogue.ts'
import { usePayloadExamples } from '../../api/event-catalogue.ts'
import { CopyBlock } from '../../parts/copy-block.tsx'
import { Loaded } from '../../parts/lists/loaded.tsx'
import { prettyJson } from '../../parts/pretty-json.ts'
import { SectionHead } from '../../parts/section-head.tsx'
import type { Text as Words } from '../../text/english.ts'
import { useText } from '../../text/text-provider.tsx'
import { wordsFor } from '../../text/words-for.ts'

/** Of the fields, the headers and a body as most are: what follows moves little when they come. */
const EXAMPLE_HEIGHT = '34rem'

/** What webhooks send for a sample event, in a format of the user's choice. */
export function PayloadExamples({ type }: { readonly type: string }) {
  const t = useText()
  const examples = usePayloadExamples(type)
  return (
    <Card mb="lg">
      <SectionHead title={t.eventCatalogue.examples} says={t.eventCatalogue.examplesSay} />
      <Loaded query={examples} height={EXAMPLE_HEIGHT}>
        {(all) => <Examples examples={all} />}
      </Loaded>
    </Card>
  )
}

function Examples({ examples }: { readonly examples: readonly PayloadExampleResponse[] }) {
  const t = useText()
  const [chosen, setChosen] = useState<string | null>(null)
  const keyOf = ({ notify_type: kind, payload_format: format }: PayloadExampleResponse) => `${kind} ${format}`
  const shown = examples.find((example) => keyOf(example) === chosen) ?? examples[0]
  if (shown === undefined) return null
  return (
    <Stack gap="sm">
      <Select
        label={t.eventCatalogue.format}
        data={examples.map((example) => ({ value: keyOf(example), label: labelOf(example, t) }))}
        value={keyOf(shown)}
        onChange={setChosen}
        allowDeselect={false}
        maw="20rem"
      />
      <Text size="sm" c="dimmed">
        {[wordsFor(t.formats, shown.payload_format), shown.content_type].filter(Boolean).join(' · ')}
      </Text>
      {shown.headers !== undefined && (
        <CopyBlock label={t.request} content={Object.entries(shown.headers).map(headerLine).join('\n')} />
      )}
      <CopyBlock label={t.eventCatalogue.examples} content={prettyJson(shown.body)} />
    </Stack>
  )
}

const headerLine = ([name, value]: readonly [string, string]): string => `${name}: ${value}`

/** A kind of target with one format of its own is named alone. */
function labelOf({ notify_type: kind, payload_format: format }: PayloadExampleResponse, t: Words): string {
  const name = wordsFor(t.targetKinds, kind)?.name ?? kind
  return kind === 'http' ? `${name}: ${format}` : name
}

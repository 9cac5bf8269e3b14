import { ActionIcon, Box, CopyButton, Tooltip } from '@mantine/core'
import { Check, Copy } from 'lucide-react'
import { useText } from '../text/text-provider.tsx'

interface CopyBlockProps {
  /** Its name for screen readers. */
  readonly label: string
  readonly content: string
}

/** A block of preformatted text with a copy button. */
export function CopyBlock({ label, content }: CopyBlockProps) {
  return (
    <Box pos="relative">
      <pre className="block" tabIndex={0} role="region" aria-label={label}>
        {content}
      </pre>
      <Box pos="absolute" top={6} right={10}>
        <CopyIcon content={content} />
      </Box>
    </Box>
  )
}

export function CopyIcon({ content }: { readonly content: string }) {
  const t = useText()
  return (
    <CopyButton value={content} timeout={2000}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t.copied : t.copy}>
          <ActionIcon
            variant="default"
            onClick={copy}
            aria-label={copied ? t.copied : t.copy}
            color={copied ? 'teal' : 'gray'}
          >
            {copied ? <Check size={16} /> : <Copy size={16} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  )
}

import { ActionIcon, Menu } from '@mantine/core'
import { Languages } from 'lucide-react'
import { LANGUAGES, useLanguage, useText } from '../text/text-provider.tsx'

export function LanguageMenu() {
  const t = useText()
  const { language, choose } = useLanguage()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t.shell.language}
          title={t.shell.language}
        >
          <Languages size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.map(({ id, name }) => (
          <Menu.Item
            key={id}
            lang={id}
            onClick={() => choose(id)}
            aria-current={id === language ? 'true' : undefined}
            fw={id === language ? 600 : 400}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

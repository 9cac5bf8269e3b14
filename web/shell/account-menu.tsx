import { Button, Menu, Text } from '@mantine/core'
import { BookOpen, CircleUserRound, KeyRound, LogOut, Ticket } from 'lucide-react'
import { useRef, useState } from 'react'
import { Link } from 'wouter'
import { useLogOut, useUser } from '../api/session.ts'
import { useText } from '../text/text-provider.tsx'
import { PasswordDialog } from './password-dialog.tsx'

export function AccountMenu() {
  const t = useText()
  const user = useUser()
  const logOut = useLogOut()
  const button = useRef<HTMLButtonElement>(null)
  const [changesPassword, setChangesPassword] = useState(false)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            ref={button}
            variant="subtle"
            color="gray"
            px="xs"
            leftSection={<CircleUserRound size={18} />}
            aria-label={t.shell.account(user.username)}
          >
            <Text size="sm" maw={140} truncate visibleFrom="sm">
              {user.username}
            </Text>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{user.sysadmin_flag ? t.shell.systemAdmin(user.username) : user.username}</Menu.Label>
          <Menu.Item
            leftSection={<KeyRound size={16} />}
            onClick={() => {
              // The item goes with the menu, and the dialog gives the focus back to the button.
              button.current?.focus()
              setChangesPassword(true)
            }}
          >
            {t.shell.changePassword}
          </Menu.Item>
          <Menu.Item leftSection={<Ticket size={16} />} component={Link} href="/access-tokens">
            {t.accessTokens.title}
          </Menu.Item>
          <Menu.Item leftSection={<BookOpen size={16} />} component="a" href="/api/v2.0/docs" target="_blank">
            {t.shell.apiDocs}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<LogOut size={16} />} onClick={() => logOut.mutate()}>
            {t.shell.logOut}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PasswordDialog user={changesPassword ? user : null} onClose={() => setChangesPassword(false)} isOwn />
    </>
  )
}

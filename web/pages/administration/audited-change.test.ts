import { expect, test } from 'vitest'
import { chinese } from '../../text/chinese.ts'
import { english } from '../../text/english.ts'
import { changeText } from './audited-change.ts'

test.each([
  [{ field: 'enabled', from: 'true', to: 'false' }, 'Enabled: yes → no', '启用：是 → 否'],
  [
    { field: 'targets.1.address', from: 'https://a.test', to: 'https://b.test' },
    'Target 1, address: https://a.test → https://b.test',
    '目标 1，地址：https://a.test → https://b.test',
  ],
  [{ field: 'description', to: 'new' }, 'Description: nothing → new', '描述：无 → new'],
  [
    { field: 'targets.2.auth_header' },
    'Target 2, Authorization header: changed',
    '目标 2，Authorization 头：已更改',
  ],
  [{ field: 'some_day', from: '1' }, 'Some day: 1 → nothing', 'Some day：1 → 无'],
])('%j', (change, inEnglish, inChinese) => {
  expect(changeText(change, english)).toBe(inEnglish)
  expect(changeText(change, chinese)).toBe(inChinese)
})

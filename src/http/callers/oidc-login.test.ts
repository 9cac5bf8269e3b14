import { expect, test } from 'vitest'
import { ownPath } from './oidc-login.ts'

test.for([
  [undefined, '/'],
  ['/', '/'],
  ['/projects/shop?tab=policies#2', '/projects/shop?tab=policies#2'],
  ['/a/../b', '/b'],
  ['/search?q=http://elsewhere.example', '/search?q=http://elsewhere.example'],
] as const)('after a log-in with redirect_url %j the way leads to %j', ([given, path]) => {
  expect(ownPath(given)).toBe(path)
})

test.for([
  '',
  'projects',
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '\t//evil.example',
  'javascript:alert(1)',
])('a redirect_url %j is refused', (given) => {
  expect(() => ownPath(given)).toThrow('redirect_url must be a path of this server')
})

test.for(['/\t/evil.example', '/\n/evil.example', '/.//evil.example'])(
  'a redirect_url %j leads nowhere else, put behind our own address',
  (given) => {
    const path = ((): string => {
      try {
        return ownPath(given)
      } catch {
        return '/'
      }
    })()
    expect(new URL(`https://buoy.example.com${path}`).host).toBe('buoy.example.com')
  },
)

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mistakeText } from './mistake.ts'
import { readRules } from './read-rules.ts'
import { DEFAULT_RETRY } from '../rule-defaults.ts'
import type { Rule } from '../rule.ts'
import type { RulesFile } from './rules-file.ts'

const FOLDER = '/etc/bellbuoy'

function fileOf(text: string): RulesFile {
  const reading = readRules(text, FOLDER)
  if ('mistakes' in reading) throw new Error(mistakesOf(text).join('\n'))
  return reading.file
}

function mistakesOf(text: string): readonly string[] {
  const reading = readRules(text, FOLDER)
  return 'mistakes' in reading ? reading.mistakes.map((mistake) => mistakeText('r', mistake)) : []
}

/** The one rule of a file whose other lines are given. */
function ruleOf(...lines: readonly string[]): Rule {
  const [rule] = fileOf(withRule(lines)).rules
  if (rule === undefined) throw new Error('no rule')
  return rule
}

function withRule(lines: readonly string[]): string {
  return ['rules:', '  - name: a', ...lines.map((line) => `    ${line}`)].join('\n')
}

const mistakesIn = (...lines: readonly string[]): readonly string[] => mistakesOf(withRule(lines))

test('a rule that says only what it runs runs it for every webhook, with the defaults', () => {
  expect(ruleOf('run: ./deploy.sh')).toEqual({
    name: 'a',
    when: {},
    action: { kind: 'command', command: ['./deploy.sh'], isShell: false, inherits: [], environment: {} },
    timeLimitMs: 600_000,
    concurrency: 4,
    order: 'repository',
    onlyLatest: false,
    retry: DEFAULT_RETRY,
    onRedelivery: 'if-failed',
    answer: 'accepted',
  })
})

test('conditions: event types by either name, globs that include and leave out', () => {
  const { when } = ruleOf(
    'on: [pushImage, QUOTA_WARNING, scanningStopped]',
    'project: team-*',
    'repository: ["team/**", "!**/cache"]',
    'tag: "!*-rc*"',
    'actor: robot$ci',
    'severity: High',
    'severity_below: Critical',
    'run: x',
  )
  expect(when).toEqual({
    eventTypes: ['PUSH_ARTIFACT', 'QUOTA_WARNING', 'SCANNING_STOPPED'],
    project: { include: ['team-*'], exclude: [] },
    repository: { include: ['team/**'], exclude: ['**/cache'] },
    tag: { include: [], exclude: ['*-rc*'] },
    actor: { include: ['robot$ci'], exclude: [] },
    severity: 'High',
    severityBelow: 'Critical',
  })
})

test('a command has arguments, a place, a user and variables', () => {
  const rule = ruleOf(
    'run: [./deploy.sh, --now, "two words"]',
    'working_folder: site',
    'user: 1000',
    'group: www-data',
    'environment: { LEVEL: 3, DRY_RUN: true }',
    'inherit: KUBECONFIG',
  )
  expect(rule.action).toEqual({
    kind: 'command',
    command: ['./deploy.sh', '--now', 'two words'],
    isShell: false,
    workingFolder: '/etc/bellbuoy/site',
    user: '1000',
    group: 'www-data',
    environment: { LEVEL: '3', DRY_RUN: 'true' },
    inherits: ['KUBECONFIG'],
  })
  expect(ruleOf('shell: |', '  echo "$BELLBUOY_TAG" |', '    wc').action).toMatchObject({
    command: ['echo "$BELLBUOY_TAG" |\n  wc\n'],
    isShell: true,
  })
})

test('what looks like a number is the text that was written, where a text is wanted', () => {
  const rule = ruleOf(
    'tag: [1.10, 0644]',
    'run: [sleep, 010]',
    'environment: { MODE: 0644, VERSION: 1.10, YES: true }',
  )
  expect(rule.when.tag).toEqual({ include: ['1.10', '0644'], exclude: [] })
  expect(rule.action).toMatchObject({
    command: ['sleep', '010'],
    environment: { MODE: '0644', VERSION: '1.10', YES: 'true' },
  })
})

test('how a rule runs', () => {
  const rule = ruleOf(
    'run: x',
    'time_limit: 1h30m',
    'concurrency: 1',
    'order: none',
    'only_latest: true',
    'retry: { max: 2, initial_wait: 1s, max_wait: 1d, factor: 2, randomization: 0 }',
    'on_redelivery: run',
    'answer: result',
  )
  expect(rule).toMatchObject({
    timeLimitMs: 5_400_000,
    concurrency: 1,
    order: 'none',
    onlyLatest: true,
    retry: { maxRetry: 2, initialWaitMs: 1000, maxWaitMs: 86_400_000, factor: 2, randomization: 0 },
    onRedelivery: 'run',
    answer: 'result',
  })
  expect(ruleOf('run: x', 'retry: 0').retry).toEqual({ ...DEFAULT_RETRY, maxRetry: 0 })
})

test('a call of its own', () => {
  const rule = ruleOf(
    'call:',
    '  url: https://ci.example.com/job/{{ repository.name }}',
    '  method: PUT',
    '  headers: { X-Tag: "{{ artifact.tag }}", Private-Token: { variable: TOKEN } }',
    '  body: \'{"tag": {{ artifact.tag }}}\'',
    '  token_file: token',
  )
  expect(rule.action).toEqual({
    kind: 'call',
    method: 'PUT',
    url: 'https://ci.example.com/job/{{ repository.name }}',
    headers: { 'content-type': 'application/json', 'x-tag': '{{ artifact.tag }}' },
    secretHeaders: {
      'private-token': { prefix: '', source: { kind: 'variable', name: 'TOKEN' } },
      authorization: { prefix: 'Bearer ', source: { kind: 'file', path: '/etc/bellbuoy/token' } },
    },
    bodyTemplate: '{"tag": {{ artifact.tag }}}',
  })
})

test.for([
  ['github, owner: me, repository: app, token_file: t', 'https://api.github.com/repos/me/app/dispatches'],
  [
    'github, url: https://github.example.com/api/v3, owner: me, repository: app, token_file: t',
    'https://github.example.com/api/v3/repos/me/app/dispatches',
  ],
  [
    'gitlab, url: https://gitlab.example.com/, project: group/app, ref: main, token_file: t',
    'https://gitlab.example.com/api/v4/projects/group%2Fapp/trigger/pipeline?ref=main',
  ],
  [
    'jenkins, url: https://ci.example.com, token_file: t',
    'https://ci.example.com/generic-webhook-trigger/invoke',
  ],
  ['argo, url: https://argo:12000/push', 'https://argo:12000/push'],
  ['tekton, url: http://el-bell.ns:8080', 'http://el-bell.ns:8080'],
] as const)('a ready-made call: %s', ([written, url]) => {
  const { action } = ruleOf(`call: { ready_made: ${written} }`)
  expect(action).toMatchObject({ kind: 'call', method: 'POST', url })
  expect(action).toHaveProperty('bodyTemplate', expect.stringContaining('{{ type }}'))
})

test('settings of the listener name secrets and hold none', () => {
  const { settings } = fileOf(
    [
      'authorization: [{ file: auth }, { variable: OLD }]',
      'signing:',
      '  secrets: [{ file: /run/secrets/s }, { public_key: whpk_x }]',
      '  tolerance: 10m',
      'repeat_window: 500ms',
      'max_body: 2MiB',
      'keep: 30d',
      'concurrency: 16',
      'rules: [{ name: a, run: x }]',
    ].join('\n'),
  )
  expect(settings).toEqual({
    authorizations: [
      { kind: 'file', path: '/etc/bellbuoy/auth' },
      { kind: 'variable', name: 'OLD' },
    ],
    signingSecrets: [
      { kind: 'file', path: '/run/secrets/s' },
      { kind: 'public key', key: 'whpk_x' },
    ],
    signingToleranceMs: 600_000,
    repeatWindowMs: 500,
    maxBodyBytes: 2_097_152,
    keepMs: 2_592_000_000,
    concurrency: 16,
  })
})

test('an anchor names a part that several rules share', () => {
  const text = 'rules: [{ name: a, run: x, retry: &r { max: 1 } }, { name: b, run: x, retry: *r }]'
  expect(fileOf(text).rules.map(({ retry }) => retry.maxRetry)).toEqual([1, 1])
  expect(mistakesOf(text.replace('max: 1', 'maxx: 1'))).toEqual([
    'r:1:40: unknown key maxx: did you mean max?',
    'r:1:40: unknown key maxx: did you mean max?',
  ])
})

test('a rule may begin with what another one says', () => {
  const text = 'rules:\n  - &a { name: a, run: x, user: deploy }\n  - { <<: *a, name: b, tag: v1 }'
  expect(fileOf(text).rules[1]).toMatchObject({
    name: 'b',
    when: { tag: { include: ['v1'], exclude: [] } },
    action: { command: ['x'], user: 'deploy' },
  })
})

test('all mistakes are reported at once, in their order, each where it is', () => {
  const text = `authorisation: []
rules:
  - name: a
    on: PUSH_ARTIFAC
    taag: v*
    run: ./deploy.sh --now
    time_limit: 10
  - name: a
    tag: "[a"
    user:
  - nam: b
    call: { url: "https://{{ x }}/" }
    working_folder: .
  - just text
`
  expect(mistakesOf(text)).toEqual([
    'r:1:1: unknown key authorisation: did you mean authorization?',
    'r:4:9: on must be the name of an event type: did you mean PUSH_ARTIFACT?',
    'r:5:5: unknown key taag: did you mean tag?',
    'r:6:10: no shell splits run: write [./deploy.sh, --now], or use shell:',
    'r:7:17: time_limit must be a duration such as 500ms, 30s, 10m, 2h or 1d',
    'r:8:11: there is another rule named a',
    'r:9:10: the glob "[a" has a "[" that is not closed',
    'r:10:10: user must be the name or number of a user, and is empty',
    'r:11:5: unknown key nam: did you mean name?',
    'r:11:5: name is missing',
    'r:12:18: url must begin with http:// or https:// and a host without placeholders',
    'r:13:5: working_folder is only for run and shell',
    'r:14:5: an entry of rules must be a rule: name: and run:, shell: or call:',
  ])
})

describe('a mistake in', () => {
  test.for([
    ['the action', ['on: pushImage'], 'r:2:5: run, shell or call is missing: what does the rule do?'],
    ['two actions', ['run: x', 'shell: y'], 'r:4:5: a rule does one thing: run or shell'],
    [
      'a glob that YAML reads as an alias',
      ['run: x', 'tag: *-rc'],
      'r:4:10: there is no anchor -rc: put a text that begins with * or ! in quotes',
    ],
    [
      'a glob that YAML reads as a tag',
      ['run: x', 'tag: [v*, !x]'],
      'r:4:15: Unresolved tag: !x: put a text that begins with * or ! in quotes',
    ],
    ['a variable in run', ['run: [x, "$BELLBUOY_TAG"]'], 'no shell and no template fills run'],
    ['a name of a variable', ['run: x', 'environment: { a-b: 1 }'], '"a-b" cannot be the name of a variable'],
    ['the name of a fact', ['run: x', 'environment: { BELLBUOY_TAG: 1 }'], 'are those of the facts'],
    ['an inherited name', ['run: x', 'inherit: [A=B]'], '"A=B" cannot be the name of a variable'],
    ['retries', ['run: x', 'retry: -1'], 'retry must be'],
    [
      'a key of retry',
      ['run: x', 'retry: { maximum: 1 }'],
      'unknown key maximum: there are max, initial_wait',
    ],
    ['the URL', ['call: { method: GET }'], 'url is missing'],
    ['a password in the URL', ['call: { url: "https://u:p@h/" }'], 'url holds a password'],
    [
      'a host that facts choose',
      ['call: { url: "https://h.{{ project.name }}.org/" }'],
      'a host without placeholders',
    ],
    ['an incomplete host', ['call: { url: "https://h{{ project.name }}/" }'], 'a host without placeholders'],
    ['another scheme', ['call: { url: "file:///etc" }'], 'url must begin with http'],
    [
      'a template of the URL',
      ['call: { url: "https://h/{{ tag }}" }'],
      'there is no tag; there are id, type',
    ],
    [
      'a filter that writes as it is',
      ['call: { url: "https://h/{{ artifact.tag | raw }}" }'],
      'undefined filter: raw',
    ],
    [
      'a template of the body',
      ['call: { url: "https://h/", body: "{{ nope }}" }'],
      'the template of body: line 1',
    ],
    ['a header', ['call: { url: "https://h/", headers: { "a b": x } }'], 'cannot be the name of a header'],
    [
      'a header of the connection',
      ['call: { url: "https://h/", headers: { Host: x } }'],
      'writes the header Host itself',
    ],
    ['two tokens', ['call: { url: "https://h/", token_file: a, token_variable: b }'], 'not in both'],
    [
      'a token beside its header',
      ['call: { url: "https://h/", token_file: a, headers: { authorization: b } }'],
      'beside the token',
    ],
    [
      'a missing parameter',
      ['call: { ready_made: github, owner: me, token_file: t }'],
      'repository is missing: ready_made: github needs it',
    ],
    [
      'a missing token',
      ['call: { ready_made: jenkins, url: "https://h" }'],
      'token_file or token_variable is missing',
    ],
    [
      'a key of another call',
      ['call: { ready_made: argo, url: "https://h", body: x }'],
      'ready_made: argo takes no body',
    ],
    [
      'a parameter without its call',
      ['call: { url: "https://h", owner: me }'],
      'owner is only for a call with ready_made',
    ],
    ['the name of a call', ['call: { ready_made: gitub, url: "https://h" }'], 'did you mean github?'],
  ] as const)('%s', ([, lines, expected]) => {
    expect(mistakesIn(...lines).join('\n')).toContain(expected)
  })
})

test.for([
  ['', 'r:1:1: the file must be a map with keys such as rules:, and is empty'],
  ['hello', 'r:1:1: the file must be a map'],
  ['rules: []', 'rules is empty: write a list of rules'],
  ['rules: 7', 'r:1:8: rules must be a list of rules'],
  ['concurrency: 1', 'rules is missing'],
  ['rules:\n  - name: a\n    name: b', 'r:3:5: Map keys must be unique'],
  ['rules: [{ name: a, run: x }]\n---\nrules: []', 'multiple documents'],
  ['rules: &a [*a]', 'r:1:12: *a stands in what another anchor names'],
  ['authorization: [{}]\nrules: [{ name: a, run: x }]', 'r:1:17: file or variable is missing'],
] as const)('the file %j has a mistake', ([text, expected]) => {
  expect(mistakesOf(text).join('\n')).toContain(expected)
})

test('whatever a file says, it is read or has mistakes that stand in it', () => {
  const word = fc.constantFrom(
    'rules',
    'name',
    'run',
    'call',
    'on',
    'tag',
    'a',
    '*x',
    '!y',
    '&z',
    '{',
    '[',
    '- ',
    ': ',
    '\n',
    '\n  ',
    '"',
    '7',
    '~',
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), (words) => {
      const text = words.join('')
      const reading = readRules(text, FOLDER)
      if ('file' in reading) return
      expect(reading.mistakes.length).toBeGreaterThan(0)
      for (const { line, column } of reading.mistakes) {
        expect(line).toBeLessThanOrEqual(text.split('\n').length)
        expect(column).toBeGreaterThan(0)
      }
    }),
    { numRuns: 1000 },
  )
})

import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sourceToken } from '../../support/app/bellbuoy-process.ts'
import { startCommandsApp } from '../../support/app/commands.ts'
import { createPolicy } from '../../support/app/webhook-policy.ts'
import { shared } from '../../support/shared.ts'
import { waitUntil } from '../../support/wait-until.ts'

const parts = shared(async (stack) => {
  const started = stack.use(await startCommandsApp())
  await createPolicy(started.app.api, {
    project: 'team',
    name: 'ci',
    targets: [started.receiver.url('/hook')],
  })
  await createPolicy(started.app.api, {
    project: 'team',
    name: 'pulls',
    eventTypes: ['PULL_ARTIFACT'],
    targets: [started.receiver.url('/pulls')],
  })
  return started
})

const event = (args: readonly string[], env?: NodeJS.ProcessEnv) => parts().run(['event', ...args], env)
const newTag = (): string => `v-${randomUUID().slice(0, 8)}`

async function idOf(tag: string): Promise<string> {
  const path = `/api/v2.0/projects/team/webhook/received-events?tag=${tag}&outcome=delivered`
  const items = await waitUntil(
    async () => {
      const { body } = await parts().app.api.get(path)
      return body.items.length > 0 && (body.items as { id: string }[])
    },
    { what: 'the event is delivered' },
  )
  return items[0]!.id
}

describe('bellbuoy event', () => {
  test('sends an event once, lists it, and shows who got it and why others did not', async () => {
    const tag = newTag()
    const args = [
      'send',
      '--repository',
      'team/app',
      '--tag',
      tag,
      '--operator',
      'anna',
      '--id',
      `build-${tag}`,
    ]
    expect((await event(args)).stdout).toBe('Accepted 1 event.\n')
    expect((await event(args)).stdout).toBe('Accepted 0 events. Bellbuoy already had 1.\n')
    const id = await idOf(tag)
    const { stdout: table } = await event(['list', '--tag', tag, '--since', '1h'])
    expect(table).toMatch(new RegExp(`^AGO .*\n\\d+ s +push +team/app:${tag} +delivered +${id}\n$`))
    expect((await event(['list', '--tag', tag, '--quiet'])).stdout).toBe(`${id}\n`)
    const { stdout } = await event(['show', id, '--project', 'team'])
    expect(stdout).toMatch(/^outcome +1 delivered\n/)
    expect(stdout).toContain('  ci matched\n')
    expect(stdout).toContain('  pulls no delivery: the policy does not subscribe to this event type\n')
    expect(stdout).toMatch(/\nDELIVERY .*\n\d+ +delivered +ci +http\S+ +200\n$/)
  })

  test('sends events of a file, all or none', async () => {
    const tags = [newTag(), newTag()]
    const file = join(parts().folder, 'events.yml')
    const write = (types: readonly string[]) =>
      writeFileSync(
        file,
        types
          .map(
            (type, index) =>
              `- {specversion: "1.0", id: ${tags[index]!}, source: /ci, type: ${type}, data: {repository: team/app, tag: ${tags[index]!}}}\n`,
          )
          .join(''),
      )
    write(['PUSH_ARTIFACT', 'PUSH_NOTHING'])
    expect(await event(['send', '-f', file])).toMatchObject({
      exitCode: 65,
      stderr: expect.stringContaining('PUSH_NOTHING'),
    })
    write(['PUSH_ARTIFACT', 'PUSH_ARTIFACT'])
    expect((await event(['send', '-f', file, '--quiet'])).stdout).toBe('2\n')
  })

  test('lists no more than it is asked for', async () => {
    const repository = `team/${newTag()}`
    for (const tag of ['a', 'b', 'c']) await event(['send', '--repository', repository, '--tag', tag])
    expect(
      (await event(['list', '--repository', repository, '-q', '-n', '2'])).stdout.trimEnd().split('\n'),
    ).toHaveLength(2)
  })

  test.for([
    [['send'], 64, 'no event given: add --repository'],
    [['send', '--repository', 'No Path!'], 65, 'repository'],
    [['send', '-f', 'nowhere.yml'], 64, 'cannot read nowhere.yml'],
    [['show', 'nothing'], 66, 'nothing'],
    [['list', '--outcome', 'lost'], 65, 'outcome'],
    [['list', '--project', 'nowhere'], 66, 'nowhere'],
  ] as const)('%j ends with %i and says why', async ([args, exitCode, says]) => {
    expect(await event(args)).toMatchObject({ exitCode, stdout: '', stderr: expect.stringContaining(says) })
  })

  test('the token of a source that is not generic may send nothing', async () => {
    const env = { BELLBUOY_TOKEN: sourceToken, BELLBUOY_USER: '', BELLBUOY_PASSWORD: '' }
    expect(await event(['send', '--repository', 'team/app'], env)).toMatchObject({ exitCode: 77, stdout: '' })
  })

  test('the token of a generic source may', async () => {
    const { body } = await parts().app.api.post('/api/v2.0/sources', { name: 'ci', kind: 'generic' })
    const env = { BELLBUOY_TOKEN: String(body.token), BELLBUOY_USER: '', BELLBUOY_PASSWORD: '' }
    const sent = await event(['send', '--repository', 'team/app', '--tag', newTag()], env)
    expect(sent).toMatchObject({ exitCode: 0, stdout: 'Accepted 1 event.\n' })
  })

  test('help teaches by an example', async () => {
    expect((await event(['list', '--help'])).stdout).toContain(
      'Example:\n  bellbuoy event list --project team --since 2h --outcome failed\n',
    )
  })
})

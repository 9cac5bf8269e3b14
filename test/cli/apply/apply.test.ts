import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { apiClient } from '../../support/app/api-client.ts'
import { push } from '../../support/app/push.ts'
import { createPolicy } from '../../support/app/webhook-policy.ts'
import { startReceiver } from '../../support/receivers/receiver.ts'
import { waitUntil } from '../../support/wait-until.ts'
import { configurations, newName } from './parts.ts'

const { app, files, run } = configurations()

const webhook = (name: string, address: string, more = '') => `
  - name: ${name}
    enabled: true
    event_types: [PUSH_ARTIFACT]
    targets: [{ type: http, address: '${address}'${more} }]`

const policiesOf = async (project: string) =>
  (await app().api.get(`/api/v2.0/projects/${project}/webhook/policies`)).body as {
    name: string
    id: number
  }[]

describe('bellbuoy apply', () => {
  test('shows a diff, makes it so, and has nothing to do the second time', async () => {
    const name = newName()
    const dir = files({
      'team.yml': `kind: Project
name: ${name}
public: true
metadata: { auto_scan: 'true' }
storage_limit: 5000
members: [{ group_name: devs, role_name: developer }]
webhooks:${webhook('ci', 'https://ci.example.com/hook', ', auth_header: { fromEnv: CI_TOKEN }')}
robots:
  - name: builder
    duration: -1
    permissions: [{ access: [{ resource: notification-policy, action: list }] }]
`,
    })
    const env = { CI_TOKEN: 'Bearer very-secret' }
    const dry = await run(['apply', '-f', dir, '--dry-run'], env)
    expect([dry.exitCode, dry.stderr]).toEqual([1, ''])
    expect(dry.stdout).toContain(`Project ${name}\n  + project ${name}\n`)
    expect(dry.stdout).toContain('      targets.0.auth_header: secret\n')
    expect(dry.stdout).toContain('      secrets: sent\n')
    expect(dry.stdout).toMatch(/^5 to add, 0 to change, 0 to remove\.$/m)
    expect(dry.stdout).not.toContain('very-secret')
    expect((await app().api.get(`/api/v2.0/projects/${name}`)).status).toBe(404)

    const made = await run(['apply', '-f', dir, '--yes'], env)
    expect([made.exitCode, made.stderr]).toEqual([0, ''])
    expect((await policiesOf(name))[0]).toMatchObject({
      name: 'ci',
      targets: [{ address: 'https://ci.example.com/hook', has_auth_header: true }],
    })
    const { body: project } = await app().api.get(`/api/v2.0/projects/${name}`)
    expect(project.metadata).toMatchObject({ public: 'true', auto_scan: 'true' })

    expect(await run(['apply', '-f', dir, '--dry-run'])).toEqual({
      exitCode: 0,
      stdout: 'Nothing to change.\n',
      stderr: '',
    })
  })

  test('changes nothing that nobody has confirmed, nor when a secret is missing', async () => {
    const name = newName()
    const text = `kind: Project\nname: ${name}\nwebhooks:${webhook('ci', 'http://127.0.0.1:9/', ', secret: { fromFile: token }')}`
    const dir = files({ 'a.yml': text })
    expect(await run(['apply', '-f', dir, '--yes'])).toMatchObject({
      exitCode: 65,
      stderr: expect.stringContaining(join(dir, 'token')),
    })
    writeFileSync(join(dir, 'token'), 'sesame\n')
    expect(await run(['apply', '-f', dir])).toMatchObject({
      exitCode: 64,
      stderr: expect.stringContaining('add --yes to confirm'),
    })
    expect((await app().api.get(`/api/v2.0/projects/${name}`)).status).toBe(404)
    expect((await run(['apply', '-f', dir, '--yes'])).exitCode).toBe(0)
  })

  test('a rotated secret is sent when --send-secrets says so, and the former one means nothing from then on', async () => {
    await using receiver = await startReceiver()
    const name = newName()
    const dir = files({
      'team.yml': `kind: Project
name: ${name}
webhooks:${webhook('ci', receiver.url('/'), ', auth_header: { fromEnv: CI_TOKEN }')}
robots:
  - name: builder
    duration: -1
    secret: { fromEnv: ROBOT }
    permissions: [{ access: [{ resource: notification-policy, action: list }] }]
`,
    })
    const secrets = (part: string): NodeJS.ProcessEnv => ({
      CI_TOKEN: `Bearer ${part}`,
      ROBOT: `Robot-secret-${part}-1`,
    })
    const heard = async (): Promise<string | undefined> => {
      const digest = await push(app(), { repository: `${name}/web` })
      const request = await waitUntil(() => receiver.requests.find(({ body }) => body.includes(digest)), {
        what: 'the webhook has arrived',
      })
      return request.headers['authorization']
    }
    const robotMay = async (part: string): Promise<number> => {
      const robot = apiClient(app().url, { user: `robot$${name}+builder`, password: secrets(part)['ROBOT']! })
      return (await robot.get(`/api/v2.0/projects/${name}/webhook/policies`)).status
    }
    expect((await run(['apply', '-f', dir, '--yes'], secrets('old'))).exitCode).toBe(0)
    expect([await heard(), await robotMay('old')]).toEqual(['Bearer old', 200])

    expect((await run(['apply', '-f', dir, '--yes'], secrets('new'))).stdout).toBe('Nothing to change.\n')
    expect([await heard(), await robotMay('new')]).toEqual(['Bearer old', 401])

    const sent = await run(['apply', '-f', dir, '--yes', '--send-secrets'], secrets('new'))
    expect([sent.exitCode, sent.stderr]).toEqual([0, ''])
    expect(sent.stdout).toContain('secrets: sent')
    expect(sent.stdout).not.toContain('Robot-secret')
    expect([await heard(), await robotMay('new'), await robotMay('old')]).toEqual(['Bearer new', 200, 401])
  })

  test('a change in the middle that fails undoes what was changed in its project, and no other', async () => {
    const [good, bad] = [newName(), newName()]
    await createPolicy(app().api, { project: bad, name: 'ci', targets: ['http://127.0.0.1:9/before'] })
    const dir = files({
      'a.yml': `kind: Project\nname: ${bad}\npublic: true
members: [{ group_name: devs, role_name: guest }]
webhooks:${webhook('ci', 'http://127.0.0.1:9/after')}
robots: [{ name: 'Not A Name', duration: 1, permissions: [{ access: [{ resource: metadata, action: read }] }] }]
---
kind: Project\nname: ${good}\n`,
    })
    const { exitCode, stderr } = await run(['apply', '-f', dir, '--yes'])
    expect(exitCode).toBe(65)
    expect(stderr).toContain(`Project ${bad}: invalid robot name "Not A Name"`)
    expect(stderr).toContain('apply has undone its changes there')
    expect(await policiesOf(bad)).toMatchObject([
      { name: 'ci', targets: [{ address: 'http://127.0.0.1:9/before' }] },
    ])
    const { body } = await app().api.get(`/api/v2.0/projects/${bad}`)
    expect(body.metadata.public).toBe('false')
    const { body: members } = await app().api.get(`/api/v2.0/projects/${bad}/members`)
    expect(members.map((member: { entity_name: string }) => member.entity_name)).not.toContain('devs')
    expect((await app().api.get(`/api/v2.0/projects/${good}`)).status).toBe(200)
  })

  test('prunes what the set made before, and nothing that others made', async () => {
    const [kept, gone, shared] = [newName(), newName(), newName()]
    const set = newName()
    const both = `kind: ApplySet\nname: ${set}\n---
kind: Project\nname: ${kept}\nwebhooks:${webhook('one', 'http://127.0.0.1:9/1')}${webhook('two', 'http://127.0.0.1:9/2')}
---\nkind: Project\nname: ${gone}\nwebhooks:${webhook('one', 'http://127.0.0.1:9/1')}
---\nkind: Project\nname: ${shared}\nwebhooks:${webhook('one', 'http://127.0.0.1:9/1')}
---\nkind: Source\nname: ${set}\nsource_kind: distribution\n`
    expect((await run(['apply', '-f', files({ 'a.yml': both }), '--yes'])).stderr).toBe('')
    await createPolicy(app().api, { project: kept, name: 'by-hand', targets: ['http://127.0.0.1:9/'] })
    await createPolicy(app().api, { project: shared, name: 'by-hand', targets: ['http://127.0.0.1:9/'] })
    const rest = `kind: ApplySet\nname: ${set}\n---
kind: Project\nname: ${kept}\nwebhooks:${webhook('one', 'http://127.0.0.1:9/1')}\n`
    const dir = files({ 'a.yml': rest })

    const without = await run(['apply', '-f', dir, '--yes'])
    expect(without).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await policiesOf(kept)).toHaveLength(3)

    expect((await run(['apply', '-f', dir, '--prune', '--yes'])).stderr).toBe('')
    expect((await policiesOf(kept)).map((policy) => policy.name).toSorted()).toEqual(['by-hand', 'one'])
    expect((await app().api.get(`/api/v2.0/projects/${gone}`)).status).toBe(404)
    expect((await policiesOf(shared)).map((policy) => policy.name)).toEqual(['by-hand'])
    const { body: sources } = await app().api.get('/api/v2.0/sources')
    expect(sources.map((source: { name: string }) => source.name)).not.toContain(set)
    expect(await run(['apply', '-f', dir, '--prune', '--yes'])).toMatchObject({
      exitCode: 0,
      stdout: 'Nothing to change.\n',
    })
  })

  test('two at a time keep each other’s work', async () => {
    const name = newName()
    const of = (webhooks: readonly string[], key: string, set: string) =>
      files({
        'a.yml': `kind: ApplySet\nname: ${set}\n---\nkind: Project\nname: ${name}\nmetadata: { ${key} }\nwebhooks:${webhooks.map((one) => webhook(one, 'http://127.0.0.1:9/')).join('')}\n`,
      })
    const [one, other] = [
      of(['a', 'b', 'c'], "auto_scan: 'true'", 'one'),
      of(['d', 'e', 'c'], 'severity: low', 'other'),
    ]
    const ran = await Promise.all([one, other].map((dir) => run(['apply', '-f', dir, '--yes'])))
    expect(ran.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual([
      [0, ''],
      [0, ''],
    ])
    expect((await policiesOf(name)).map((policy) => policy.name).toSorted()).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
    ])
    const { body } = await app().api.get(`/api/v2.0/projects/${name}`)
    expect(body.metadata).toMatchObject({ auto_scan: 'true', severity: 'low' })
    for (const dir of [one, other])
      expect((await run(['apply', '-f', dir, '--dry-run'])).stdout).toBe('Nothing to change.\n')
  })
})

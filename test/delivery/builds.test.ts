import { expect, test } from 'vitest'
import { push } from '../support/app/push.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { createPolicy } from '../support/app/webhook-policy.ts'
import { BUILDS } from '../support/receivers/builds/builds.ts'
import { startReceiver } from '../support/receivers/receiver.ts'
import { serviceTarget } from '../support/receivers/services.ts'

const github = BUILDS['github']!
const KINDS = Object.keys(BUILDS)

test('a build of every kind reads the facts of a push as they are', async () => {
  await using receiver = await startReceiver({
    respond: (request) => BUILDS[request.path.split('/')[1]!]!.answer(request),
  })
  await using app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  const targets = KINDS.map((type) => serviceTarget(type, receiver.url(`/${type}`)))
  const policy = await createPolicy(app.api, { targets })
  const user = 'נמל ⚓ "ci" $HOME\n'
  const digest = await push(app, { user })
  const executions = await policy.ended(KINDS.length)
  expect(executions.map(({ status }) => status)).toEqual(KINDS.map(() => 'Success'))
  for (const type of KINDS) {
    const { body } = receiver.requests.find(({ path }) => path.startsWith(`/${type}/`))!
    const double = BUILDS[type]!
    expect(double.factsIn(double.payloadIn(body))).toMatchObject({
      event_type: 'PUSH_ARTIFACT',
      project: 'team',
      repository: 'team/app',
      tag: 'latest',
      digest,
      actor: user,
    })
  }
})

test('a push becomes a dispatch by its event type, or a deployment that merges nothing', async () => {
  await using receiver = await startReceiver({ respond: (request) => github.answer(request) })
  await using app = await startTestApp({ settings: { WEBHOOK_MAX_RETRY: '0' } })
  const target = (others: object) => serviceTarget('github', receiver.url('/github/'), others)
  const targets = [
    target({}),
    target({ event_type: 'deploy' }),
    target({ creates: 'deployment', ref: 'main', environment: 'staging' }),
  ]
  const policy = await createPolicy(app.api, { targets })
  await push(app)
  const executions = await policy.ended(targets.length)
  expect(executions.map(({ status }) => status)).toEqual(['Success', 'Success', 'Success'])
  const bodies = receiver.requests.map(({ body }) => JSON.parse(body))
  expect(bodies.map(({ event_type }) => event_type).toSorted()).toEqual([
    'PUSH_ARTIFACT',
    'deploy',
    undefined,
  ])
  const deployment = bodies.find(({ ref }) => ref === 'main')
  expect(deployment).toMatchObject({ environment: 'staging', auto_merge: false, required_contexts: [] })
})

test('a rate limit of GitHub passes, though its status is 403, and the delivery waits until it is new', async () => {
  const reset = () => String(Math.ceil(Date.now() / 1000) + 1)
  await using receiver = await startReceiver({
    respond: (request, index) =>
      index === 0
        ? { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset() } }
        : github.answer(request),
  })
  await using app = await startTestApp({ settings: { WEBHOOK_INITIAL_WAIT_MS: '1' } })
  const policy = await createPolicy(app.api, { targets: [serviceTarget('github', receiver.url('/github'))] })
  await push(app)
  expect(await policy.endedAlone()).toMatchObject({ status: 'Success' })
  const [first, second] = receiver.requests
  expect(second!.receivedAt - first!.receivedAt).toBeGreaterThanOrEqual(900)
})

test('a github target says which option is wrong, and has an address of its own accord', async () => {
  await using app = await startTestApp()
  const { options } = serviceTarget('github', '')
  const made = (others: object) =>
    createPolicy(app.api, { targets: [{ type: 'github', address: '', options: { ...options, ...others } }] })
  await expect(made({ token: '' })).rejects.toThrow('token is missing')
  await expect(made({ token: 'a\nb' })).rejects.toThrow('token holds a character that a header cannot carry')
  await expect(made({ owner: 'acme/deploy' })).rejects.toThrow('owner is a name in letters')
  await expect(made({ repository: '..' })).rejects.toThrow('repository is a name in letters')
  await expect(made({ creates: 'deployment' })).rejects.toThrow('ref is missing: a deployment is one of')
  const policy = await made({})
  const { body } = await app.api.get(policy.path)
  expect(body.targets[0]).toMatchObject({ address: 'https://api.github.com', options: { token: '' } })
})

test('a limit of pipelines passes, though GitLab answers 400, and the delivery waits', async () => {
  const body = '{"message": {"base": ["Too many pipelines created in the last minute. Try again later."]}}'
  await using receiver = await startReceiver({
    respond: (request, index) => (index === 0 ? { status: 400, body } : BUILDS['gitlab']!.answer(request)),
  })
  const settings = { WEBHOOK_INITIAL_WAIT_MS: '1', WEBHOOK_MAX_WAIT_MS: '1000' }
  await using app = await startTestApp({ settings })
  const policy = await createPolicy(app.api, { targets: [serviceTarget('gitlab', receiver.url('/gitlab'))] })
  await push(app)
  expect(await policy.endedAlone()).toMatchObject({ status: 'Success' })
  const [first, second] = receiver.requests
  expect(second!.receivedAt - first!.receivedAt).toBeGreaterThanOrEqual(990)
})

test('a gitlab target says which option is wrong, and has an address of its own accord', async () => {
  await using app = await startTestApp()
  const { options } = serviceTarget('gitlab', '')
  const made = (others: object, address = '') =>
    createPolicy(app.api, { targets: [{ type: 'gitlab', address, options: { ...options, ...others } }] })
  await expect(made({ token: '' })).rejects.toThrow('token is missing')
  await expect(made({ project: 'deploy' })).rejects.toThrow('project is neither a number nor a path')
  await expect(made({ project: 'acme/../deploy?x' })).rejects.toThrow(
    'project is neither a number nor a path',
  )
  await expect(made({ ref: '' })).rejects.toThrow('ref is missing: a pipeline runs for a branch or tag')
  const whole = 'https://gitlab.example.com/api/v4/projects/1/trigger/pipeline?token=x'
  await expect(made({}, whole)).rejects.toThrow('the address of a gitlab target is that of GitLab alone')
  const policy = await made({ project: '123456' })
  const { body } = await app.api.get(policy.path)
  expect(body.targets[0]).toMatchObject({ address: 'https://gitlab.com', options: { token: '' } })
})

test('a jenkins target finds its job below folders and below a path, and says which option is wrong', async () => {
  await using receiver = await startReceiver({ respond: () => ({ status: 201 }) })
  await using app = await startTestApp()
  const { options } = serviceTarget('jenkins', '')
  const made = (others: object) =>
    createPolicy(app.api, {
      targets: [{ type: 'jenkins', address: receiver.url('/ci/'), options: { ...options, ...others } }],
    })
  await expect(made({ job: 'job/team/job/deploy' })).rejects.toThrow('job is the full name of a job with its')
  await expect(made({ job: 'team/../deploy' })).rejects.toThrow('job is the full name of a job with its')
  await expect(made({ username: 'a:b' })).rejects.toThrow('username holds a colon')
  await expect(made({ api_token: '' })).rejects.toThrow('api_token is missing')
  const policy = await made({ job: 'team/deploy it?/feature%2Flogin' })
  await push(app)
  expect(await policy.endedAlone()).toMatchObject({ status: 'Success' })
  const place = '/ci/job/team/job/deploy%20it%3F/job/feature%252Flogin/buildWithParameters'
  expect(receiver.requests[0]!.path).toBe(place)
})

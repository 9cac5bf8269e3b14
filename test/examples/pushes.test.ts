import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startReceiver } from '../support/receivers/receiver.ts'
import { startTestApp } from '../support/app/start-test-app.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { push } from '../support/app/push.ts'
import { waitUntil } from '../support/wait-until.ts'
import { Doubles } from './doubles.ts'
import { startListening } from './listening.ts'

const settings = { REGISTRY_HOST: 'registry.example.com' }

test('build on push: the base image that was pushed is what the build stands on', async () => {
  await using folder = await temporaryFolder('build')
  await using app = await startTestApp({ settings })
  const doubles = new Doubles(folder.path)
  doubles.add('docker')
  await using listener = await startListening({
    example: 'build-on-push',
    app,
    project: 'base',
    dataFolder: folder.path,
    path: doubles.folder,
    env: { SOURCES: folder.path, IMAGE: 'registry.example.com/shop/app:latest' },
  })
  await push(app, { repository: 'base/node', tag: 'current' })
  await push(app, { repository: 'base/python', tag: 'lts' })
  await push(app, { repository: 'base/node', tag: 'lts' })
  await waitUntil(() => doubles.calls('docker').length === 2, {
    what: `docker is called; ${listener.output()}`,
    timeoutMs: 20_000,
  })
  const image = 'registry.example.com/shop/app:latest'
  expect(doubles.calls('docker')).toEqual([
    [
      'build',
      '--pull',
      '--build-arg',
      'BASE=registry.example.com/base/node:lts',
      '--tag',
      image,
      folder.path,
    ],
    ['push', image],
  ])
})

test('build on push: the rules for Jenkins start its job with what the plugin needs', async () => {
  await using folder = await temporaryFolder('build')
  await using app = await startTestApp({ settings })
  await using jenkins = await startReceiver()
  const rules = join(folder.path, 'rules-jenkins.yml')
  const page = readFileSync(
    new URL('../../examples/build-on-push/rules-jenkins.yml', import.meta.url),
    'utf8',
  )
  writeFileSync(rules, page.replace('https://jenkins.example.com', jenkins.url('').replace(/\/$/, '')))
  await using listener = await startListening({
    example: 'build-on-push',
    app,
    project: 'base',
    dataFolder: folder.path,
    rules,
    env: { JENKINS_TOKEN: 'jenkins-token' },
  })
  await push(app, { repository: 'base/node', tag: 'lts' })
  const [call] = await jenkins.waitFor(1, 20_000)
  expect(call, listener.output()).toMatchObject({ path: '/generic-webhook-trigger/invoke' })
  expect(call!.headers.authorization).toBe('Bearer jenkins-token')
  expect(JSON.parse(call!.body)).toMatchObject({ image: 'registry.example.com/base/node:lts', tag: 'lts' })
})

test('pull and restart: apps that use the image are pulled and started again, others are left alone', async () => {
  await using folder = await temporaryFolder('restart')
  await using app = await startTestApp({ settings })
  const apps = join(folder.path, 'apps')
  for (const [name, image] of [
    ['other', 'registry.example.com/shop/other:stable'],
    ['web', 'registry.example.com/shop/web:stable'],
  ] as const) {
    mkdirSync(join(apps, name), { recursive: true })
    writeFileSync(join(apps, name, 'images'), `docker.io/library/redis:7\n${image}\n`)
  }
  const doubles = new Doubles(folder.path)
  // docker compose --project-directory FOLDER config --images
  doubles.add('docker', 'if [ "$4" = config ]; then cat "$3images"; fi')
  await using listener = await startListening({
    example: 'pull-and-restart',
    app,
    project: 'shop',
    dataFolder: folder.path,
    path: doubles.folder,
    env: { APPS: apps },
  })
  await push(app, { repository: 'shop/web', tag: 'stable' })
  await waitUntil(() => doubles.calls('docker').length === 4, {
    what: `docker is called; ${listener.output()}`,
    timeoutMs: 20_000,
  })
  const compose = (name: string, ...args: string[]) => [
    'compose',
    '--project-directory',
    `${apps}/${name}/`,
    ...args,
  ]
  expect(doubles.calls('docker')).toEqual([
    compose('other', 'config', '--images'),
    compose('web', 'config', '--images'),
    compose('web', 'pull'),
    compose('web', 'up', '--detach'),
  ])
})

// Sets the version of program and chart from a tag, and dates its entry in the changelog: `node scripts/release.mjs v0.2.0`. It commits nothing.

import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './project.mjs'

const UNRELEASED = '## [Unreleased]'
const changelogFile = path.join(root, 'CHANGELOG.md')
const chartFile = path.join(root, 'deploy/helm/bellbuoy/Chart.yaml')

try {
  release(process.argv[2] ?? '')
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

/** @param {string} tag */
function release(tag) {
  const [, version] = /^v(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/.exec(tag) ?? []
  if (version === undefined)
    throw new Error(`"${tag}" is no tag of a version: write it as v1.2.3 or v1.2.3-rc.1.`)
  const changelog = readFileSync(changelogFile, 'utf8')
  if (changelog.includes(`## [${version}]`))
    throw new Error(`CHANGELOG.md has an entry for ${version} already.`)
  if (!changelog.includes(UNRELEASED)) throw new Error(`CHANGELOG.md has no heading "${UNRELEASED}".`)
  const { status, stderr } = spawnSync('npm', ['version', version, '--no-git-tag-version'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`npm did not set the version:\n${stderr}`)
  const today = new Date().toISOString().slice(0, 10)
  const chart = readFileSync(chartFile, 'utf8')
  writeFileSync(
    chartFile,
    chart
      .replace(/^version: .*$/m, `version: ${version}`)
      .replace(/^appVersion: .*$/m, `appVersion: ${version}`),
  )
  writeFileSync(changelogFile, changelog.replace(UNRELEASED, `${UNRELEASED}\n\n## [${version}] - ${today}`))
  console.log(
    `package.json, package-lock.json, Chart.yaml and CHANGELOG.md say ${version} now: look at the diff, commit it, and tag it ${tag}.`,
  )
}

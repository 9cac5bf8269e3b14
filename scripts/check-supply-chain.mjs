// Part of `npm run check`: licences, known vulnerabilities, and the bill of materials in dist/sbom.cdx.json.

import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './project.mjs'
import { auditResult } from './supply-chain/audit.mjs'
import { licenceFaults } from './supply-chain/licences.mjs'
import { importedPackages, sbomFaults, shippedSbom } from './supply-chain/sbom.mjs'

/**
 * @param {string[]} args
 * @returns {Promise<string>} what npm printed, whether it succeeded or not
 */
function npm(args) {
  return new Promise((resolve) => {
    execFile('npm', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 }, (_error, stdout) => resolve(stdout))
  })
}

/**
 * @param {string} file
 * @returns {unknown}
 */
const readJson = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'))

const quickly = ['--fetch-retries=0', '--fetch-timeout=10000']
const [audited, listed] = await Promise.all([
  npm(['audit', '--omit=dev', '--audit-level=high', '--json', ...quickly]),
  npm(['sbom', '--sbom-format=cyclonedx']),
])

const { dependencies } = /** @type {{ dependencies: Record<string, string> }} */ (readJson('package.json'))
const lock = /** @type {{ packages: import('./supply-chain/licences.mjs').LockedPackages }} */ (
  readJson('package-lock.json')
)
/** @type {import('./supply-chain/sbom.mjs').Sbom} */
const installed = JSON.parse(listed)
const bill = shippedSbom(installed, {
  runtime: Object.keys(dependencies),
  console: importedPackages(path.join(root, 'web')),
})
const file = path.join(root, 'dist/sbom.cdx.json')
mkdirSync(path.dirname(file), { recursive: true })
writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`)

const audit = auditResult(audited)
const faults = [
  ...licenceFaults(lock.packages, new Set(bill.components.map(({ name }) => name))),
  ...sbomFaults(bill).map((fault) => `dist/sbom.cdx.json: ${fault}`),
  ...(audit.isFault ? [audit.text] : []),
]
if (!audit.isFault) console.log(audit.text)
console.log(`dist/sbom.cdx.json lists the ${bill.components.length} packages of the product.`)
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1

import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { type Plugin, defineConfig } from 'vite'
import * as CALLS from './src/contract/calls.ts'

const outDir = join(import.meta.dirname, 'dist/console')

/**
 * A browser needs of a call of the API only its method and path. Its schemas, and TypeBox with them, stay out of the bundle
 * (docs/decisions/0010-calls-as-data.md).
 */
function callsForBrowsers(): Plugin {
  const kept = ['inProject', 'inSystem', 'method', 'path']
  const lines = Object.entries(CALLS).map(
    ([name, call]) => `export const ${name} = ${JSON.stringify(call, kept)}\n`,
  )
  return {
    name: 'calls-for-browsers',
    load: { filter: { id: /\/src\/contract\/calls\.ts$/ }, handler: () => lines.join('') },
  }
}

/** Puts a compressed copy beside every asset, so that the server need not compress. */
function compressedCopies(): Plugin {
  return {
    name: 'compressed-copies',
    apply: 'build',
    closeBundle() {
      const assets = join(outDir, 'assets')
      for (const name of readdirSync(assets)) {
        const content = readFileSync(join(assets, name))
        const file = join(assets, name)
        writeFileSync(
          `${file}.br`,
          brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
        )
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }))
      }
    },
  }
}

export default defineConfig({
  root: 'web',
  plugins: [react(), callsForBrowsers(), compressedCopies()],
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir,
    emptyOutDir: true,
    // Everything is a file of its own: the content security policy allows no data in scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    // These know `light-dark()`, which would else be rewritten into variables that nobody sets.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  },
})

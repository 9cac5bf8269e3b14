import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitepress'
import manifest from '../../package.json' with { type: 'json' }
import { anchorOf } from './anchors.ts'
import { plainText } from './plain-text.ts'
import { copyLinkedFiles, repositoryLinks } from './repository-links.ts'
import { sidebar } from './sidebar.ts'
import { FILES, pathOnSite } from './site-paths.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const linkedFiles = new Set<string>()

/** The documentation site: the pages of the repository, those for contributors included. Dead links fail the build. */
export default defineConfig({
  title: 'Bellbuoy',
  description: manifest.description,
  lang: 'en',
  // Releases stand beside each other, each under its version: docs/releasing.md.
  base: process.env['SITE_BASE'] ?? '/',
  srcDir: '..',
  srcExclude: ['{bench,bin,data,deploy,dist,lib,scripts,src,test,web}/**'],
  outDir: '../dist/site',
  cacheDir: '../node_modules/.cache/vitepress',
  rewrites: pathOnSite,
  markdown: {
    anchor: { slugify: anchorOf },
    languageAlias: { caddyfile: 'nginx' },
    config(md) {
      repositoryLinks(md, root, linkedFiles)
      plainText(md)
    },
  },
  buildEnd: ({ outDir }) => copyLinkedFiles(root, path.join(outDir, FILES), linkedFiles),
  vite: { build: { chunkSizeWarningLimit: 4000 } },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Start', link: '/' },
      { text: 'Targets', link: '/targets' },
      { text: 'API', link: '/api' },
      { text: manifest.version, link: '/project/changelog' },
    ],
    sidebar: sidebar(root),
  },
})

import { createCache } from '../domain/cache.ts'
import type { ReaderOf } from '../domain/registry/registry-reader.ts'
import { type RegistrySettings, registrySettings } from '../domain/registry/registry-settings.ts'
import type { Store } from '../domain/store.ts'
import type { OpenRegistry } from './open-registry.ts'

export interface RegistryReadersParts {
  readonly store: Pick<Store, 'sources' | 'onRulesChanged'>
  /** The registry that the environment names; the source's own settings win over it. */
  readonly preset: { readonly source: string; readonly registry: OpenRegistry } | null
  readonly open: (source: string, settings: RegistrySettings) => OpenRegistry
}

export interface RegistryReaders extends AsyncDisposable {
  readonly readerOf: ReaderOf
}

/** The readers of all sources' registries, opened on first use, and anew after the settings have changed. */
export function createRegistryReaders({ store, preset, open }: RegistryReadersParts): RegistryReaders {
  const opened = new Map<string, { readonly key: string; readonly registry: OpenRegistry }>()

  async function openFor(source: string): Promise<OpenRegistry | null> {
    const settings = registrySettings((await store.sources.byName(source))?.settings ?? {})
    const key = JSON.stringify(settings)
    const known = opened.get(source)
    if (known?.key === key) return known.registry
    opened.delete(source)
    await known?.registry.client[Symbol.asyncDispose]()
    if (settings === null) return preset?.source === source ? preset.registry : null
    const registry = open(source, settings)
    opened.set(source, { key, registry })
    return registry
  }

  const registries = createCache(openFor)
  store.onRulesChanged(registries.clear)
  return {
    readerOf(source) {
      const known = registries.known(source)
      return known === undefined ? registries.get(source).then(readerIn) : readerIn(known)
    },
    async [Symbol.asyncDispose]() {
      const all = [...opened.values()].map(({ registry }) => registry)
      if (preset !== null) all.push(preset.registry)
      await Promise.all(all.map(({ client }) => client[Symbol.asyncDispose]()))
    },
  }
}

function readerIn(registry: OpenRegistry | null): OpenRegistry['reader'] | null {
  return registry?.reader ?? null
}

import { type ReactNode, createContext, useContext, useEffect, useState } from 'react'
import { type Text, english } from './english.ts'

export const LANGUAGES = [
  { id: 'en', name: 'English' },
  { id: 'zh-CN', name: '简体中文' },
] as const
export type Language = (typeof LANGUAGES)[number]['id']

interface Chosen {
  readonly language: Language
  readonly text: Text
}

const STORED_AS = 'bellbuoy-language'
const TextContext = createContext<Chosen & { readonly choose: (language: Language) => void }>({
  language: 'en',
  text: english,
  choose: () => undefined,
})

/** Provides the texts of the chosen language, by default the browser's. */
export function TextProvider({ children }: { readonly children: ReactNode }) {
  const [wanted, setWanted] = useState(firstLanguage)
  const [chosen, setChosen] = useState<Chosen>({ language: 'en', text: english })
  useEffect(() => {
    let isCurrent = true
    void catalogueOf(wanted).then((text) => {
      if (isCurrent) setChosen({ language: wanted, text })
    })
    return () => {
      isCurrent = false
    }
  }, [wanted])
  useEffect(() => {
    document.documentElement.lang = chosen.language
  }, [chosen.language])
  const choose = (language: Language): void => {
    localStorage.setItem(STORED_AS, language)
    setWanted(language)
  }
  return <TextContext value={{ ...chosen, choose }}>{children}</TextContext>
}

/** The texts of the console in the reader's language. */
export function useText(): Text {
  return useContext(TextContext).text
}

export function useLanguage() {
  const { language, choose } = useContext(TextContext)
  return { language, choose }
}

async function catalogueOf(language: Language): Promise<Text> {
  if (language === 'en') return english
  return (await import('./chinese.ts')).chinese
}

function firstLanguage(): Language {
  const wishes = [localStorage.getItem(STORED_AS) ?? '', ...navigator.languages]
  const found = wishes.map((wish) => LANGUAGES.find(({ id }) => id.slice(0, 2) === wish.slice(0, 2)))
  return found.find((language) => language !== undefined)?.id ?? 'en'
}

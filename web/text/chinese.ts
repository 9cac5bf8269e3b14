import { type Text, english } from './english.ts'

export const chinese: Text = { ...english }

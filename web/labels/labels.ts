import { createElement, Fragment, type ReactNode, useSyncExternalStore } from 'react'
import type { problems } from '../../shared/problems.ts'
import type { en } from './en/en.ts'
import type { inSettings } from './en/in-settings.ts'

/**
 * The words of the screen. English is the source: its keys and the `{names}` in its texts are types, so a missing key, a
 * missing translation or a missing variable does not compile. Each language is a chunk of its own, loaded before it shows; what
 * only the settings say is another, loaded with them.
 */
export type Language = 'en' | 'nb'
export type Label = string | { one: string; other: string }
type Source = typeof en & typeof inSettings
export type LabelKey = keyof Source
/** The labels that are said as they stand, with nothing to fill in. */
export type PlainKey = { [Key in LabelKey]: [Names<Key>] extends [never] ? Key : never }[LabelKey]
/** What a translation must have: the keys of the English file, a plural where English has one. */
export type Translation<Source extends Record<string, Label>> = {
  [Key in keyof Source]: Source[Key] extends string ? string : { one: string; other: string }
}

type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never
type Names<Key extends LabelKey> = Source[Key] extends infer Value
  ? Value extends { one: infer One; other: infer Other }
    ? 'count' | NamesIn<One> | NamesIn<Other>
    : NamesIn<Value>
  : never
type Vars<Key extends LabelKey, Value> = [Names<Key>] extends [never] ? [] : [Record<Names<Key>, Value>]

let catalogue: Readonly<Record<string, Label>> = {}
let current: Language = 'en'
let saysSettings = false
let plurals = new Intl.PluralRules('en')
const listeners = new Set<() => void>()

/** Loads a language and makes it the one that `t` speaks. */
export async function translate(language: Language): Promise<void> {
  catalogue = await load(language)
  current = language
  plurals = new Intl.PluralRules(language)
  for (const listener of listeners) listener()
}

/** Adds what only the settings say; from then on a change of language loads it too. */
export async function loadSettingsLabels(): Promise<void> {
  if (saysSettings) return
  const added = await inSettingsOf[current]()
  saysSettings = true
  catalogue = { ...catalogue, ...added }
}

const everywhereIn: Record<Language, () => Promise<Readonly<Record<string, Label>>>> = {
  en: async () => (await import('./en/en.ts')).en,
  nb: async () => (await import('./nb/nb.ts')).nb,
}
const inSettingsOf: Record<Language, () => Promise<Readonly<Record<string, Label>>>> = {
  en: async () => (await import('./en/in-settings.ts')).inSettings,
  nb: async () => (await import('./nb/in-settings.ts')).inSettings,
}

async function load(language: Language): Promise<Readonly<Record<string, Label>>> {
  const [everywhere, settings] = await Promise.all([
    everywhereIn[language](),
    saysSettings ? inSettingsOf[language]() : {},
  ])
  return { ...everywhere, ...settings }
}

/** The same for the page: sets its `lang` too. */
export async function loadLanguage(language: Language): Promise<void> {
  await translate(language)
  document.documentElement.lang = language
}

/** The person's own choice, else the browser's first language: any Norwegian is bokmål here, everything else English. */
export function preferredLanguage(chosen: Language | null | undefined): Language {
  if (chosen) return chosen
  return /^(nb|nn|no)\b/i.test(navigator.language) ? 'nb' : 'en'
}

export function currentLanguage(): Language {
  return current
}

/** Re-renders the caller when the language changes. */
export function useCurrentLanguage(): Language {
  return useSyncExternalStore(subscribe, currentLanguage)
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The text of a label; `count` picks the plural form and is written with the language's digits. */
export function t<Key extends LabelKey>(key: Key, ...vars: Vars<Key, string | number>): string {
  const values: Record<string, string | number> = vars[0] ?? {}
  return textOf(key, values).replace(/\{(\w+)\}/g, (whole, name: string) => shown(values[name]) ?? whole)
}

/** The same with elements in the places of the `{names}`: `tx('thread.assignedTo', { name: <b>Kari</b> })`. */
export function tx<Key extends LabelKey>(key: Key, ...vars: Vars<Key, ReactNode>): ReactNode {
  const values: Record<string, ReactNode> = vars[0] ?? {}
  const parts = textOf(key, values).split(/\{(\w+)\}/)
  return createElement(Fragment, null, ...parts.map((part, i) => (i % 2 ? values[part] : part)))
}

/** The sentence of a refusal in the reader's language, by its code in `shared/problems.ts`. */
export function problemText(code: string | undefined, details: Record<string, string | number> = {}): string {
  const key: `problem.${keyof typeof problems | 'offline'}` =
    code && Object.hasOwn(catalogue, `problem.${code}`) ? (`problem.${code}` as 'problem.fault') : 'problem.fault'
  return textOf(key, details).replace(/\{(\w+)\}/g, (_, name: string) => shown(details[name]) ?? '')
}

function textOf(key: string, values: Record<string, unknown>): string {
  const label = catalogue[key]
  if (label === undefined) return key
  if (typeof label === 'string') return label
  return plurals.select(Number(values.count)) === 'one' ? label.one : label.other
}

function shown(value: string | number | undefined): string | undefined {
  return typeof value === 'number' ? value.toLocaleString(current) : value
}

import postcss, { type AtRule, type ChildNode, type Rule } from 'postcss'
import { namePrefix } from './sanitise-html.ts'
import { keepDeclaration } from './sanitise-style.ts'

export type MailStyle = {
  /** Sanitised; '' when nothing stays. */
  css: string
  /** The classes and ids that it names, as the mail writes them. */
  names: ReadonlySet<string>
}

/** Newsletters bring some 40 KB. */
const maxCssChars = 150_000
const maxRules = 3_000

/**
 * The style sheets in a mail's HTML → what of them the frame may apply (law 7): simple selectors, the properties that an
 * element's own `style` may have, and `@media` on width and dark or light. No `@import`, no font, no animation, no
 * attribute selector (it could tell what the mail says), nothing that reacts to the reader. A picture on the web stays as
 * `background-image:url("…")` alone in its rule, which the frame takes out or leads through the proxy. `body` and `html`
 * are `[data-body]`, and every class and id has our prefix. Whatever cannot be read falls, rule by rule.
 */
export function readMailStyle(html: string): MailStyle {
  const names = new Set<string>()
  const rules: string[] = []
  let left = maxCssChars
  for (const sheet of styleSheets(html)) {
    if (sheet.length > left) break
    left -= sheet.length
    for (const node of parseSheet(sheet)) {
      if (rules.length >= maxRules) break
      const text = writeNode(node, names)
      if (text !== '') rules.push(text)
    }
  }
  const css = rules.join('\n')
  // Nothing above lets one through; were it otherwise, the sheet would end here and not in the page.
  return css.includes('<') ? { css: '', names: new Set() } : { css, names }
}

/** What stands in `<style>`, outside of comments: what only Outlook is to see is in one. In one linear pass. */
function styleSheets(html: string): string[] {
  const sheets: string[] = []
  const lower = html.toLowerCase()
  let at = 0
  for (;;) {
    const style = lower.indexOf('<style', at)
    if (style < 0) return sheets
    const comment = lower.indexOf('<!--', at)
    if (comment >= 0 && comment < style) {
      const end = lower.indexOf('-->', comment + 2)
      if (end < 0) return sheets
      at = end + 3
      continue
    }
    const start = lower.indexOf('>', style)
    const end = start < 0 ? -1 : lower.indexOf('</style', start)
    if (end < 0) return sheets
    sheets.push(html.slice(start + 1, end).replace(/<!--|-->/g, ' '))
    at = end + 7
  }
}

function parseSheet(css: string): ChildNode[] {
  const whole = tryParse(css)
  return whole ?? statements(css).flatMap((statement) => tryParse(statement) ?? [])
}

function tryParse(css: string): ChildNode[] | null {
  try {
    return postcss.parse(css, { map: false }).nodes
  } catch {
    return null
  }
}

/** Where a sheet is broken: its rules one by one, by their braces. */
function statements(css: string): string[] {
  const found: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < css.length; i++) {
    if (css[i] === '{') depth++
    else if (css[i] === '}' && --depth <= 0) {
      found.push(css.slice(start, i + 1))
      start = i + 1
      depth = 0
    }
  }
  return found
}

function writeNode(node: ChildNode, names: Set<string>): string {
  if (node.type === 'rule') return writeRule(node, names)
  if (node.type !== 'atrule' || node.name.toLowerCase() !== 'media') return ''
  const query = mediaQuery(node.params)
  const rules = query === null ? [] : rulesIn(node).map((rule) => writeRule(rule, names))
  const text = rules.filter((rule) => rule !== '').join('')
  return text === '' ? '' : `@media ${query}{${text}}`
}

const rulesIn = (node: AtRule): Rule[] =>
  (node.nodes ?? []).filter((child): child is Rule => child.type === 'rule').slice(0, maxRules)

function writeRule(rule: Rule, names: Set<string>): string {
  const selectors = rule.selectors.slice(0, 100).flatMap((selector) => sanitiseSelector(selector, names))
  if (selectors.length === 0) return ''
  const declarations: string[] = []
  let background = ''
  for (const child of rule.nodes.slice(0, 200)) {
    if (child.type !== 'decl') continue
    const important = child.important ? '!important' : ''
    const kept = keepDeclaration(child.prop, child.value)
    if (kept.text !== null) declarations.push(kept.text + important)
    if (kept.background !== null) background = `background-image:url("${kept.background}")${important}`
  }
  if (background !== '') declarations.push(background)
  return declarations.length === 0 ? '' : `${selectors.join(',')}{${declarations.join(';')}}`
}

const compound =
  /^(\*|[a-z][a-z0-9]{0,20})?((?:[.#][a-z_-][\w-]{0,80}){0,8})((?::(?:link|root|only-child|(?:first|last)-(?:child|of-type)|nth-child\([\w+]{1,10}\))){0,2})$/i

/** One selector, written anew; none when it holds anything but elements, classes, ids and their place. */
function sanitiseSelector(selector: string, names: Set<string>): string[] {
  if (selector.length > 300) return []
  const words = selector
    .replace(/\([^()]{0,20}\)|[>+~]/g, (part) => (part.length > 1 ? part.replaceAll(' ', '') : ` ${part} `))
    .trim()
    .split(/\s+/)
  const written: string[] = []
  const found: string[] = []
  for (const word of words) {
    if (/^[>+~]$/.test(word)) {
      written.push(word)
      continue
    }
    const parts = word === '' ? null : compound.exec(word)
    if (!parts) return []
    const [, element = '', marks = '', pseudo = ''] = parts
    // The frame folds quotes with these: a mail that styles them would hide the key to its own words.
    if (/^(?:details|summary)$/i.test(element)) return []
    found.push(...(marks.match(/[.#][\w-]+/g) ?? []).map((mark) => mark.slice(1)))
    const prefixed = marks.replace(/[.#]/g, `$&${namePrefix}`)
    const isPage = /^(?:body|html)$/i.test(element) || pseudo.toLowerCase() === ':root'
    written.push(isPage ? `[data-body]${prefixed}` : `${element.toLowerCase()}${prefixed}${pseudo.toLowerCase()}`)
  }
  for (const name of found) names.add(name)
  // `html body` is one element here.
  return [written.join(' ').replace(/^(?:\[data-body\] (?:> )?)+(?=\[data-body\])/, '')]
}

/** `screen and (max-width: 600px)` and the like; null for paper, speech and what cannot be read. */
function mediaQuery(params: string): string | null {
  const queries = params.slice(0, 500).toLowerCase().split(',').flatMap(oneQuery)
  return queries.length === 0 ? null : queries.join(',')
}

function oneQuery(query: string): string[] {
  const terms = query
    .replace(/\s+/g, ' ')
    .replace(/\s?:\s?/g, ':')
    .trim()
    .split(' and ')
    .map((term) => term.replace(/^only /, '').replace(/^\( ?| ?\)$/g, (bracket) => bracket.trim()))
  const kept = terms.filter((term) => term !== 'screen' && term !== 'all')
  if (kept.length === 0) return terms.length > 0 ? ['all'] : []
  return kept.every((term) => feature.test(term))
    ? [kept.map((term) => term.replace('-device-', '-')).join(' and ')]
    : []
}

const feature =
  /^\((?:(?:min|max)-(?:device-)?width:\d{1,5}(?:\.\d{1,3})?(?:px|em|rem)|prefers-color-scheme:(?:dark|light))\)$/

import { pictureAddress } from './remote-address.ts'

/**
 * The style properties a mail may set on its own elements: looks and flow. Nothing that lifts an element out of its
 * place (position, transform, z-index, negative margins), fetches (url, image-set), animates, or makes transparent.
 */
const allowedProperties = new Set([
  'background',
  'background-color',
  'background-position',
  'background-repeat',
  'background-size',
  'border',
  'border-bottom',
  'border-bottom-color',
  'border-bottom-left-radius',
  'border-bottom-right-radius',
  'border-bottom-style',
  'border-bottom-width',
  'border-collapse',
  'border-color',
  'border-left',
  'border-left-color',
  'border-left-style',
  'border-left-width',
  'border-radius',
  'border-right',
  'border-right-color',
  'border-right-style',
  'border-right-width',
  'border-spacing',
  'border-style',
  'border-top',
  'border-top-color',
  'border-top-left-radius',
  'border-top-right-radius',
  'border-top-style',
  'border-top-width',
  'border-width',
  'box-shadow',
  'box-sizing',
  'caption-side',
  'clear',
  'color',
  'direction',
  'display',
  'empty-cells',
  'float',
  'font',
  'font-family',
  'font-size',
  'font-style',
  'font-variant',
  'font-weight',
  'height',
  'letter-spacing',
  'line-height',
  'list-style',
  'list-style-position',
  'list-style-type',
  'margin',
  'margin-bottom',
  'margin-left',
  'margin-right',
  'margin-top',
  'max-height',
  'max-width',
  'min-height',
  'min-width',
  'overflow',
  'overflow-wrap',
  'padding',
  'padding-bottom',
  'padding-left',
  'padding-right',
  'padding-top',
  'table-layout',
  'text-align',
  'text-decoration',
  'text-decoration-color',
  'text-decoration-line',
  'text-indent',
  'text-transform',
  'unicode-bidi',
  'vertical-align',
  'white-space',
  'width',
  'word-break',
  'word-spacing',
  'word-wrap',
])

const displays = new Set([
  'block',
  'inline',
  'inline-block',
  'list-item',
  'none',
  'table',
  'table-caption',
  'table-cell',
  'table-column',
  'table-column-group',
  'table-footer-group',
  'table-header-group',
  'table-row',
  'table-row-group',
  'inline-table',
  'flow-root',
])

const maxStyleChars = 5_000

export type KeptStyle = {
  /** Declarations written anew; '' when none may stay. */
  style: string
  /** The picture on the web that is to lie behind the element; null without one. Never within `style`. */
  background: string | null
}

/**
 * The declarations of a `style` attribute that may stay. Works on what a value is made of, not on what it must not
 * contain: letters, numbers, colours, lengths and four harmless functions. An escape or a comment, the tools of every
 * bypass, ends a declaration's hope.
 */
export function keepStyle(style: string): KeptStyle {
  if (style === '') return { style: '', background: null }
  const kept: string[] = []
  let background: string | null = null
  for (const declaration of splitDeclarations(style.slice(0, maxStyleChars))) {
    const colon = declaration.indexOf(':')
    if (colon < 0) continue
    const one = keepDeclaration(declaration.slice(0, colon), declaration.slice(colon + 1))
    if (one.text !== null) kept.push(one.text)
    background = one.background ?? background
  }
  return { style: kept.join(';'), background }
}

/** As `keepStyle`, where no picture may lie behind anything. */
export const sanitiseStyle = (style: string): string => keepStyle(style).style

/** One declaration, without its picture; `text` is null when nothing of it may stay. */
export function keepDeclaration(name: string, written: string): { text: string | null; background: string | null } {
  const property = name.trim().toLowerCase()
  const declared = written
    .replace(/!\s*important\s*$/i, '')
    .replace(/\s+/g, ' ')
    .trim()
  const isBackground = property === 'background' || property === 'background-image'
  const { value, background } = isBackground ? takePicture(declared) : { value: declared, background: null }
  const mayStay = allowedProperties.has(property) && isSafeValue(property, value)
  return { text: mayStay ? `${property}:${value}` : null, background }
}

/** `#fff url("https://…") no-repeat` → `#fff no-repeat` and the address. What is not written plainly stays, and falls. */
function takePicture(value: string): { value: string; background: string | null } {
  const found = /\burl\( ?(?:"([^"\\]{1,4000})"|'([^'\\]{1,4000})'|([^"'()\\ ]{1,4000})) ?\)/i.exec(
    value.slice(0, maxStyleChars),
  )
  const background = found && pictureAddress(found[1] ?? found[2] ?? found[3] ?? '')
  if (!found || !background) return { value, background: null }
  const rest = value.slice(0, found.index) + value.slice(found.index + found[0].length)
  return { value: rest.replace(/\s+/g, ' ').trim(), background }
}

/** At `;`, but not within quotes or brackets: `url(data:image/png;base64,…)` must fall as one. */
function splitDeclarations(style: string): string[] {
  const pieces: string[] = []
  let start = 0
  let quote = ''
  let depth = 0
  for (let i = 0; i < style.length; i++) {
    const char = style[i] as string
    if (quote) {
      if (char === quote) quote = ''
    } else if (char === '"' || char === "'") quote = char
    else if (char === '(') depth++
    else if (char === ')') depth = Math.max(0, depth - 1)
    else if (char === ';' && depth === 0) {
      pieces.push(style.slice(start, i))
      start = i + 1
    }
  }
  pieces.push(style.slice(start))
  return pieces
}

function isSafeValue(property: string, value: string): boolean {
  if (value === '' || value.length > 300) return false
  // No backslash (escape), no slash-star (comment), no angle bracket, no @, no braces.
  if (!/^[\p{L}\p{N} .,#%()'"\-+/*_]+$/u.test(value) || value.includes('/*')) return false
  const functions = value.matchAll(/([\p{L}\p{N}_-]*)\(/gu)
  for (const [, name = ''] of functions) if (!/^(?:rgba?|hsla?)$/i.test(name)) return false
  if (property === 'overflow') return /^(?:hidden|auto|visible)$/i.test(value)
  if (property === 'display') return displays.has(value.toLowerCase())
  if (property.startsWith('margin') || property === 'text-indent') return !/(?:^|[\s,(])-/.test(value)
  return true
}

import { replaceInTags } from './remote-pictures.ts'

/**
 * How a mail is made, which decides how it is shown in the dark. `letter`: text on the page, whose colours may change.
 * `designed`: laid out in colours of its own, so it lies on a light island. `dark`: designed, with a dark form of its own.
 */
export type MailLook = 'letter' | 'designed' | 'dark'

const darkMedia = /@media \(prefers-color-scheme:dark\)\{((?:[^{}]*\{[^{}]*\})*)\}/g
const darkQuery = /\(prefers-color-scheme:dark\)/g
const lightQuery = /\(prefers-color-scheme:light\)/g

/** Reads the look off a mail's sanitised HTML and style. Pure, and linear. */
export function lookOf(html: string, style: string): MailLook {
  const dark = [...style.matchAll(darkMedia)].map(([, rules = '']) => rules).join('')
  if (/background(?:-color)?:/.test(dark) && /(?:^|[;{])color:/.test(dark)) return 'dark'
  if (/@media \((?:max|min)-width/.test(style) || html.includes(' data-background=')) return 'designed'
  const backgrounds = [...`${tagsOf(html)} ${style}`.matchAll(/(?:bgcolor="|background(?:-color)?:)([^;"}]*)/g)]
  if (backgrounds.some(([, value = '']) => isTinted(value))) return 'designed'
  // Tables within tables that hold pictures are a layout; a signature is one or two.
  const isLayout = (html.match(/<table\b/g) ?? []).length >= 3 && /<img\b/.test(html)
  return isLayout ? 'designed' : 'letter'
}

/** The style as this theme applies it: the page decides which, not the reader's system. */
export function styleFor(style: string, theme: 'light' | 'dark'): string {
  const [on, off] = theme === 'dark' ? [darkQuery, lightQuery] : [lightQuery, darkQuery]
  return style.replace(on, '(min-width:0px)').replace(off, '(max-width:0px)')
}

/** A letter in the dark: greys become the page's own colour, other colours lighter, white paper none. */
export function readableOnDark(html: string, style: string): { html: string; style: string } {
  const recolour = (css: string) =>
    css
      .replace(/(^|[;{"])color:([^;"}!]*)/g, (_, before: string, value: string) => `${before}color:${lighter(value)}`)
      .replace(/(^|[;{"])background(?:-color)?:[^;"}]*/g, '$1')
      .replace(/(^|[;{"])(border[a-z-]{0,20}):([^;"}]*)/g, (_, before: string, property: string, value: string) => {
        return `${before}${property}:${value.replace(/#[0-9a-f]{3,6}\b|rgba?\([^)]{0,40}\)|\b[a-z]{3,12}\b/gi, softer)}`
      })
  return {
    html: replaceInTags(html, (tag) =>
      tag
        .replace(/ style="[^"]*"/, recolour)
        .replace(/ bgcolor="[^"]*"/, '')
        .replace(/ color="([^"]*)"/, (_, value: string) => {
          const light = lighter(value)
          return light === 'inherit' ? '' : ` color="${light}"`
        }),
    ),
    style: recolour(style),
  }
}

const tagsOf = (html: string) => (html.match(/<[a-z][^<>]*>/g) ?? []).join('')

/** A rule as the page around draws its own: what was faint on paper would glare in the dark. */
function softer(value: string): string {
  const colour = colourOf(value)
  return colour !== null && Math.min(...colour) > 0.6 ? '#3b434d' : value
}

/** Whether the mail paints its whole page, so that nothing of the island's own shows around it. */
export function hasOwnGround(html: string, style: string): boolean {
  const tag = /<div\b[^<>]* data-body[^<>]*>/.exec(html)?.[0] ?? ''
  const rules = style.match(/\[data-body\]\{[^{}]*\}/g) ?? []
  const grounds = `${tag} ${rules.join(' ')}`.matchAll(/background(?:-color)?:([^;"}]*)/g)
  return tag.includes(' data-background=') || [...grounds].some(([, value = '']) => isTinted(value))
}

/** Of the names that mails use; what is not among them is taken for a tint. */
const named: Record<string, string> = {
  black: '#000000',
  white: '#ffffff',
  snow: '#fffafa',
  gray: '#808080',
  grey: '#808080',
  silver: '#c0c0c0',
  dimgray: '#696969',
  navy: '#000080',
  blue: '#0000ff',
  darkblue: '#00008b',
  red: '#ff0000',
  darkred: '#8b0000',
  maroon: '#800000',
  green: '#008000',
  darkgreen: '#006400',
  purple: '#800080',
  teal: '#008080',
  olive: '#808000',
  brown: '#a52a2a',
  windowtext: '#000000',
}

/** Red, green and blue from 0 to 1; null for what is no plain colour. */
function colourOf(value: string): [number, number, number] | null {
  const text = value.trim().toLowerCase()
  const hex = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/.exec(named[text] ?? text)?.[1]
  if (hex) {
    const digits = hex.length === 3 ? [...hex].map((digit) => digit + digit) : (hex.match(/../g) ?? [])
    const [r = 0, g = 0, b = 0] = digits.map((pair) => Number.parseInt(pair, 16) / 255)
    return [r, g, b]
  }
  const numbers = /^rgba?\(\s?(\d{1,3})[ ,]+(\d{1,3})[ ,]+(\d{1,3})[ ,/\d.%]{0,12}\)$/.exec(text)
  return numbers ? [Number(numbers[1]) / 255, Number(numbers[2]) / 255, Number(numbers[3]) / 255] : null
}

function isTinted(value: string): boolean {
  const text = value
    .replace(/!important/, '')
    .trim()
    .toLowerCase()
  if (
    /^(?:|transparent|none|inherit|initial|unset|window|rgba\([\d ,.]{1,30}, ?0(?:\.0+)?\)|repeat|no-repeat)$/.test(
      text,
    )
  )
    return false
  const colour = colourOf(/#[0-9a-f]{3,6}\b|rgba?\([^)]{0,40}\)|^[a-z]+/.exec(text)?.[0] ?? text)
  return colour === null || Math.min(...colour) < 0.96
}

function lighter(value: string): string {
  const colour = colourOf(value)
  if (colour === null) return value
  const max = Math.max(...colour)
  const min = Math.min(...colour)
  const lightness = (max + min) / 2
  if (lightness >= 0.65) return value
  if (max - min < 0.12) return 'inherit'
  const [r, g, b] = colour
  const turn =
    max === r ? ((g - b) / (max - min) + 6) % 6 : max === g ? (b - r) / (max - min) + 2 : (r - g) / (max - min) + 4
  return hexOf(turn, 0.7, 0.74)
}

/** Of a place on the circle of six colours, saturation and lightness: old attributes know no other form. */
function hexOf(turn: number, saturation: number, lightness: number): string {
  const reach = saturation * Math.min(lightness, 1 - lightness)
  const channel = (shift: number) => {
    const k = (shift + turn * 2) % 12
    const level = lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))
    return Math.round(level * 255)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(0)}${channel(8)}${channel(4)}`
}

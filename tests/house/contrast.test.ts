import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, '../../web/ui/tokens.css'), 'utf8')

/** The colours of one block of the style sheet, by name without the dashes. */
function colours(selector: string): Record<string, string> {
  const start = css.indexOf('{', css.indexOf(selector))
  const body = css.slice(start + 1, css.indexOf('}', start))
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)].map(([, name = '', colour = '']) => [name, colour]),
  )
}

const light = colours(':root,\n[data-theme="light"]')
const dark = colours('\n[data-theme="dark"]')
const darkBySystem = colours(':root:not([data-theme="light"])')

/** WCAG 2.2: 1.4.3 text, 1.4.6 body text, 1.4.11 controls, graphics and focus. */
const floors = { bodyText: 7, text: 4.5, graphic: 3 }

type Pair = [foreground: string, background: string, floor: number]

const on = (foreground: string, floor: number, ...backgrounds: string[]): Pair[] =>
  backgrounds.map((background) => [foreground, background, floor])

const grounds = [
  'surface',
  'raised',
  'well',
  'surface-2',
  'surface-3',
  'bg',
  'hover',
  'selected',
  'outgoing',
  'comment',
]

const pairs: Pair[] = [
  ...on('text', floors.bodyText, ...grounds, 'press', 'selected-hover', 'bubble-in'),
  ...on('text-2', floors.text, ...grounds),
  ...on('text-3', floors.text, ...grounds, 'bubble-in'),
  ...on('text-invert', floors.bodyText, 'inverse'),
  ...on('on-accent', floors.text, 'accent', 'accent-hover', 'accent-press'),
  ...on('accent-text', floors.text, 'surface', 'raised', 'bg', 'selected', 'accent-soft', 'accent-softer', 'surface-2'),
  ...on('link', floors.text, 'surface', 'raised', 'surface-2', 'bg', 'selected', 'outgoing', 'info-soft', 'comment'),
  ...on('info-text', floors.text, 'info-soft'),
  ...on('success-text', floors.text, 'success-soft', 'surface'),
  ...on('danger-text', floors.text, 'danger-soft', 'surface', 'selected', 'raised'),
  ...on('on-danger', floors.text, 'danger'),
  ...on('comment-text', floors.text, 'comment', 'comment-2'),
  ...on('on-comment', floors.text, 'comment-solid'),
  ...on('on-bubble-out', floors.bodyText, 'bubble-out'),
  ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((hue) => on(`av-${hue}-text`, floors.text, `av-${hue}`)),
  ...on('control', floors.graphic, 'surface', 'raised', 'surface-2', 'bg'),
  ...on('focus', floors.graphic, 'surface', 'raised', 'surface-2', 'bg', 'selected', 'comment'),
  ...on('accent-mark', floors.graphic, 'surface', 'selected'),
  ...on('accent-edge', floors.graphic, 'surface'),
  ...on('comment-border', floors.graphic, 'comment'),
  ...['success', 'away', 'offline', 'danger'].flatMap((dot) => on(dot, floors.graphic, 'surface')),
]

test.each([
  { theme: 'light', tokens: light },
  { theme: 'dark', tokens: dark },
])('every pair of the $theme theme can be read', ({ tokens }) => {
  const weak = pairs.flatMap(([foreground, background, floor]) => {
    const ratio = contrast(tokens[foreground], tokens[background])
    return ratio >= floor ? [] : [`--${foreground} on --${background}: ${ratio.toFixed(2)} < ${floor}`]
  })
  expect(weak).toEqual([])
})

test('the dark theme is the same, whether the person or the system chose it', () => {
  expect(Object.keys(dark).length).toBeGreaterThan(40)
  expect(darkBySystem).toEqual(dark)
})

/** Contrast ratio (WCAG 2.2, "contrast ratio"), 1 to 21; 0 where a colour is missing. */
function contrast(one: string | undefined, other: string | undefined): number {
  if (!one || !other) return 0
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(new URL('../../web/ui/tokens.css', import.meta.url), 'utf8')

/** WCAG 2.2: text 4.5 (1.4.3), long reading 7, controls and graphics 3 (1.4.11). */
const floors = { reading: 7, text: 4.5, control: 3 }

const pairs: [floor: keyof typeof floors, foreground: string, backgrounds: string][] = [
  [
    'reading',
    'text',
    'surface raised well surface-2 surface-3 bg hover press selected selected-hover outgoing comment',
  ],
  ['text', 'text-2', 'surface raised well surface-2 surface-3 bg hover selected outgoing comment'],
  ['text', 'text-3', 'surface raised well surface-2 surface-3 bg hover selected outgoing comment bubble-in'],
  ['reading', 'text-invert', 'inverse'],
  ['text', 'on-accent', 'accent accent-hover accent-press'],
  ['text', 'accent-text', 'surface raised bg selected accent-soft accent-softer surface-2'],
  ['text', 'link', 'surface raised surface-2 bg selected outgoing info-soft comment'],
  ['text', 'info-text', 'info-soft'],
  ['text', 'success-text', 'success-soft surface'],
  ['text', 'danger-text', 'danger-soft surface selected raised'],
  ['text', 'on-danger', 'danger'],
  ['text', 'comment-text', 'comment comment-2'],
  ['text', 'on-comment', 'comment-solid'],
  ['reading', 'text', 'bubble-in'],
  ['reading', 'on-bubble-out', 'bubble-out'],
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((hue): [keyof typeof floors, string, string] => [
    'text',
    `av-${hue}-text`,
    `av-${hue}`,
  ]),
  ['control', 'control', 'surface raised surface-2 bg'],
  ['control', 'focus', 'surface raised surface-2 bg selected comment'],
  ['control', 'accent-mark', 'surface selected'],
  ['control', 'accent-edge', 'surface'],
  ['control', 'comment-border', 'comment'],
  ['control', 'success', 'surface'],
  ['control', 'away', 'surface'],
  ['control', 'offline', 'surface'],
  ['control', 'danger', 'surface'],
]

const themes = {
  light: block(':root,\n[data-theme="light"]'),
  dark: block('\n[data-theme="dark"]'),
}

test.each(pairs)('%s contrast: %s on %s', (floor, foreground, backgrounds) => {
  for (const [theme, colours] of Object.entries(themes)) {
    for (const background of backgrounds.split(' ')) {
      const ratio = contrast(colours.get(foreground), colours.get(background))
      expect(ratio, `${theme}: ${foreground} on ${background}`).toBeGreaterThanOrEqual(floors[floor])
    }
  }
})

test('the dark of the device and the chosen dark are one', () => {
  expect(block(':root:not([data-theme="light"])')).toEqual(themes.dark)
})

/** The colours of the rule whose selector begins with `head`. */
function block(head: string): Map<string, string> {
  const open = css.indexOf('{', css.indexOf(head))
  const body = css.slice(open + 1, css.indexOf('}', open))
  return new Map(
    [...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/gi)].map(([, name, colour]) => [String(name), String(colour)]),
  )
}

function contrast(one: string | undefined, other: string | undefined): number {
  if (!one || !other) throw new Error('a colour of this pair is not in tokens.css')
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** Relative luminance of `#rrggbb` (WCAG 2.2). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

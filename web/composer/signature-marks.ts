import { Mark } from '@tiptap/react'

/** Colours that can be read on white, where mail programs show them. */
export const signatureColours = {
  grey: '#5b6472',
  blue: '#1b6ca8',
  green: '#1e7a46',
  orange: '#a8530b',
  red: '#b3261e',
  purple: '#6d3fb2',
} as const
export type SignatureColour = keyof typeof signatureColours

const UnderlineMark = Mark.create({
  name: 'underline',
  parseHTML: () => [{ tag: 'u' }, { style: 'text-decoration', getAttrs: (value) => /underline/.test(value) && null }],
  renderHTML: () => ['u', 0],
  addKeyboardShortcuts() {
    return { 'Mod-u': () => this.editor.commands.toggleMark('underline') }
  },
})

/** Whatever colour the HTML gives to words, the toolbar's or another. */
const ColourMark = Mark.create({
  name: 'colour',
  addAttributes: () => ({ colour: { default: '' } }),
  parseHTML: () => [
    { style: 'color', getAttrs: (value) => ({ colour: value }) },
    { tag: 'font[color]', getAttrs: (element) => ({ colour: element.getAttribute('color') ?? '' }) },
  ],
  renderHTML: ({ mark }) => ['span', { style: `color:${asColour(mark.attrs.colour)}` }, 0],
})

/** Nothing that could be more than a colour becomes part of a style. */
const asColour = (value: unknown) => (/^[\w#(),.% -]{1,60}$/.test(String(value)) ? String(value) : 'inherit')

export const signatureMarks = [UnderlineMark, ColourMark]

import { Node } from '@tiptap/react'
import { type SignatureToken, signatureTokens } from '../../shared/signature.ts'
import { t } from '../labels/labels.ts'
import { signatureImageUrl } from '../ui/signature-html.tsx'

/** A token of a signature: one chip, taken or left whole. In the HTML that is kept it is `{{full_name}}`. */
const TokenNode = Node.create({
  name: 'token',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({ token: { default: 'full_name' } }),
  parseHTML: () => [
    {
      tag: 'span[data-token]',
      getAttrs: (element) => ({ token: element.getAttribute('data-token') }),
    },
  ],
  renderHTML: ({ node }) => ['span', { 'data-token': String(node.attrs.token) }, tokenLabel(node.attrs.token)],
})

/** A picture of a signature. The kept HTML names it; the editor alone shows it from where it lies. */
const PictureNode = Node.create({
  name: 'picture',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({ cid: { default: '' }, alt: { default: '' }, width: { default: null } }),
  parseHTML: () => [
    {
      tag: 'img[data-cid]',
      getAttrs: (element) => ({
        cid: element.getAttribute('data-cid'),
        alt: element.getAttribute('alt') ?? '',
        width: element.getAttribute('width'),
      }),
    },
  ],
  renderHTML: ({ node: { attrs } }) => [
    'img',
    { 'data-cid': attrs.cid, alt: attrs.alt, ...(attrs.width ? { width: attrs.width } : {}) },
  ],
  addNodeView:
    () =>
    ({ node }) => {
      const dom = document.createElement('img')
      dom.src = signatureImageUrl(String(node.attrs.cid)) ?? ''
      dom.alt = String(node.attrs.alt)
      return { dom }
    },
})

export const signatureNodes = [TokenNode, PictureNode]

/** Kept HTML as the editor reads it. Tokens stand in the text; within a tag nothing is a token. */
export const withChips = (html: string) =>
  html.replace(/<[^<>]*>|\{\{\s*(\w+)\s*\}\}/g, (whole, token?: string) =>
    isToken(token) ? `<span data-token="${token}"></span>` : whole,
  )

/** What the editor writes, as it is kept. */
export const withoutChips = (html: string) =>
  html.replace(/<span data-token="(\w+)">[^<]*<\/span>/g, (_, token: string) => `{{${token}}}`)

function tokenLabel(token: unknown): string {
  return isToken(token) ? t(`signature.${token}`) : ''
}

const isToken = (token: unknown): token is SignatureToken => signatureTokens.includes(token as SignatureToken)

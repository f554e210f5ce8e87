import { createElement, Fragment, type ReactNode, useMemo } from 'react'
import styles from './signature-html.module.css'

/** What a signature is made of; everything else is shown as its text. */
const allowed = new Set(
  'p div span br strong b em i u s a ul ol li blockquote font small big table tbody tr td th h1 h2 h3 h4 hr'.split(' '),
)
const voids = new Set(['br', 'hr'])
const shownStyles = /^(?:color|background-color|font-weight|font-style|font-size|text-decoration|text-align)$/
const deepest = 50
/** A larger text would push away what stands around it. */
const maxFontPixels = 36

/**
 * A signature as it will be read. It was sanitised where it is kept, and still is never set as HTML: it is parsed into a
 * document that runs nothing and built anew. Pictures are those that were uploaded; nothing is fetched from elsewhere.
 */
export function SignatureHtml({ html }: { html: string }) {
  const content = useMemo(() => childrenOf(new DOMParser().parseFromString(html, 'text/html').body, 0), [html])
  return (
    <div className={styles.signature} dir="auto">
      {content}
    </div>
  )
}

/** Where the browser finds a picture of a signature, by what the HTML says of it; null: nowhere. */
export function signatureImageUrl(cid: string | null): string | null {
  const id = /^signature-([0-9a-f-]{36})$/.exec(cid ?? '')?.[1]
  return id === undefined ? null : `/api/signature-images/${id}`
}

function childrenOf(node: Node, depth: number): ReactNode[] {
  return [...node.childNodes].map((child, key) => build(child, key, depth))
}

function build(node: Node, key: number, depth: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent
  if (!(node instanceof Element) || node.localName === 'script' || node.localName === 'style') return null
  if (depth > deepest) return node.textContent
  if (node.localName === 'img') return picture(node, key)
  if (!allowed.has(node.localName)) return createElement(Fragment, { key }, ...childrenOf(node, depth + 1))
  if (voids.has(node.localName)) return createElement(node.localName, { key })
  const props = { key, style: styleOf(node), ...(node.localName === 'a' ? linkOf(node) : {}) }
  return createElement(node.localName, props, ...childrenOf(node, depth + 1))
}

function picture(node: Element, key: number): ReactNode {
  const alt = node.getAttribute('alt') ?? ''
  const src = signatureImageUrl(node.getAttribute('data-cid'))
  const width = /^\d{1,4}$/.exec(node.getAttribute('width') ?? '')?.[0]
  return src === null ? alt : <img key={key} src={src} alt={alt} {...(width ? { width } : {})} />
}

function linkOf(node: Element) {
  const href = node.getAttribute('href')?.trim() ?? ''
  return /^(https?:|mailto:|tel:)/i.test(href) ? { href, target: '_blank', rel: 'noopener noreferrer nofollow' } : {}
}

function styleOf(node: Element): Record<string, string> {
  const pairs = (node.getAttribute('style') ?? '').split(';').map((one) => one.split(':', 2).map((part) => part.trim()))
  return Object.fromEntries(
    pairs.flatMap(([name = '', value = '']) =>
      shownStyles.test(name) && value && !isTooLarge(name, value)
        ? [[name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()), value]]
        : [],
    ),
  )
}

function isTooLarge(name: string, value: string): boolean {
  if (name !== 'font-size') return false
  const pixels = /^(\d{1,4}(?:\.\d+)?)(px|pt)$/.exec(value)
  return pixels ? Number(pixels[1]) > maxFontPixels : !/^(?:x{1,2}-)?(?:small|large)$|^medium$/.test(value)
}

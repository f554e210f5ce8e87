import { createElement, Fragment, type ReactNode, useMemo } from 'react'
import { classNames } from '../ui/class-names.ts'
import styles from './rich-text.module.css'

/** What the editor can write. Everything else is shown as its text. */
const allowed = new Set([
  'p',
  'br',
  'strong',
  'b',
  'em',
  'i',
  'u',
  's',
  'a',
  'ul',
  'ol',
  'li',
  'blockquote',
  'code',
  'pre',
  'h1',
  'h2',
  'h3',
])
const deepest = 50

/**
 * HTML that a user wrote here. It is sanitised where it is kept, and still never set as HTML: it is parsed into a document
 * that runs nothing and built anew from the few elements that the editor knows.
 */
export function RichText({ html, className }: { html: string; className?: string | undefined }) {
  const content = useMemo(() => childrenOf(new DOMParser().parseFromString(html, 'text/html').body, 0), [html])
  return (
    <div className={classNames(styles.text, className)} dir="auto">
      {content}
    </div>
  )
}

function childrenOf(node: Node, depth: number): ReactNode[] {
  return [...node.childNodes].map((child, key) => build(child, key, depth))
}

function build(node: Node, key: number, depth: number): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent
  if (!(node instanceof Element) || node.localName === 'script' || node.localName === 'style') return null
  if (depth > deepest) return node.textContent
  if (node.localName === 'br') return createElement('br', { key })
  const children = childrenOf(node, depth + 1)
  if (node.localName === 'a') {
    const href = safeAddress(node.getAttribute('href'))
    if (href)
      return createElement('a', { key, href, target: '_blank', rel: 'noopener noreferrer nofollow' }, ...children)
  } else if (allowed.has(node.localName)) return createElement(node.localName, { key }, ...children)
  return createElement(Fragment, { key }, ...children)
}

function safeAddress(href: string | null): string | null {
  return href && /^(https?:|mailto:|tel:)/i.test(href.trim()) ? href.trim() : null
}

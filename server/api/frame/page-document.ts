import { createHash } from 'node:crypto'
import type { FrameLanguage } from './frame-words.ts'

/**
 * The policy of a page that shows a mail: nothing runs but our one `script`, nothing is fetched but from us, and the page
 * has no origin. `ancestors`: who may show it within a page; `allows`: what the sandbox leaves it besides scripts.
 */
export function pagePolicy(script: string, { ancestors, allows }: { ancestors: string; allows: string }): string {
  return [
    "default-src 'none'",
    `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
    `sandbox allow-scripts ${allows}`,
  ].join('; ')
}

type Page = {
  language: FrameLanguage
  /** as HTML */
  head?: string
  style: string
  /** The mail's own, after ours. */
  mailStyle: string
  /** as HTML, with its tag */
  body: string
}

/** A page that tells nobody where its reader came from. */
export function pageDocument({ language, head = '', style, mailStyle, body }: Page): string {
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">${head}<style>${style}</style><style>${mailStyle}</style></head>${body}</html>`
}
